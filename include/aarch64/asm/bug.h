/* SPDX-License-Identifier: MIT */
#ifndef ASM_BUG_H
#define ASM_BUG_H

/* The comment field of BUG()'s BRK instruction, which differs from a debugger's breakpoint. */
#define BUG_BRK_IMM 0x800

#ifndef __ASSEMBLER__
#define BUG()                                                  \
	do {                                                   \
		__asm__ volatile("brk %0" ::"i"(BUG_BRK_IMM)); \
		__builtin_unreachable();                       \
	} while (0)
#endif

#endif
