/* SPDX-License-Identifier: MIT */
#ifndef ASM_ASSEMBLER_H
#define ASM_ASSEMBLER_H

/* A global function: its name, type and size are known to debuggers. */
.macro func name
	.globl	\name
	.type	\name, @function
\name:
.endm

.macro endfunc name
	.size	\name, . - \name
.endm

#endif
