/* SPDX-License-Identifier: MIT */
#ifndef ASM_BUG_H
#define ASM_BUG_H

/* UD2's two bytes: tell a BUG() from other undefined instructions. */
#define BUG_OPCODE 0x0b0f

#define BUG()                            \
	do {                             \
		__asm__ volatile("ud2"); \
		__builtin_unreachable(); \
	} while (0)

#endif
