/* SPDX-License-Identifier: MIT */
/* Calls to firmware: function number in w0, arguments in x1 to x3, result in x0 (Arm DEN 0028). */
#ifndef DRIVERS_SMCCC_H
#define DRIVERS_SMCCC_H

#include <bootmap/types.h>

#define SMCCC_CALL(instruction)                                                                    \
	static inline long smccc_##instruction(u32 function, u64 a, u64 b, u64 c)                  \
	{                                                                                          \
		register u64 x0 __asm__("x0") = function;                                          \
		register u64 x1 __asm__("x1") = a;                                                 \
		register u64 x2 __asm__("x2") = b;                                                 \
		register u64 x3 __asm__("x3") = c;                                                 \
		__asm__ volatile(#instruction " #0"                                                \
				 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)                          \
				 :                                                                 \
				 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", \
				   "x14", "x15", "x16", "x17", "memory");                          \
		return x0;                                                                         \
	}

SMCCC_CALL(hvc)
SMCCC_CALL(smc)

#endif
