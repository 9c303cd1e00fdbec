/* SPDX-License-Identifier: MIT */
#ifndef ASM_SEMIHOSTING_H
#define ASM_SEMIHOSTING_H

#include <bootmap/types.h>

/* Operation in w0, parameter block in x1, HLT 0xf000 (Arm IHI 0064, "The semihosting interface"). */
static inline void semihosting_call(u32 operation, void *block)
{
	register u64 x0 __asm__("x0") = operation;
	register void *x1 __asm__("x1") = block;

	__asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
}

#endif
