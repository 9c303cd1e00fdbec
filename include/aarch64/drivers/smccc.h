/* SPDX-License-Identifier: MIT */
/* Calls to firmware: function number in w0, result in x0 (Arm DEN 0028). */
#ifndef DRIVERS_SMCCC_H
#define DRIVERS_SMCCC_H

#include <bootmap/types.h>

#define SMCCC_CALL(instruction)                                                                 \
	static inline long smccc_##instruction(u32 function)                                    \
	{                                                                                       \
		register u64 x0 __asm__("x0") = function;                                       \
		__asm__ volatile(#instruction " #0"                                             \
				 : "+r"(x0)                                                     \
				 :                                                              \
				 : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", \
				   "x11", "x12", "x13", "x14", "x15", "x16", "x17", "memory");  \
		return x0;                                                                      \
	}

SMCCC_CALL(hvc)
SMCCC_CALL(smc)

#endif
