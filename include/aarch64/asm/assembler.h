/* SPDX-License-Identifier: MIT */
#ifndef ASM_ASSEMBLER_H
#define ASM_ASSEMBLER_H

/* A global function: its name, type and size are known to debuggers. */
.macro func name
	.globl	\name
	.type	\name, %function
\name:
.endm

.macro endfunc name
	.size	\name, . - \name
.endm

/* adr_l: \reg := address of \symbol where the code runs now (PC relative, ±4 GiB) */
.macro adr_l reg, symbol
	adrp	\reg, \symbol
	add	\reg, \reg, :lo12:\symbol
.endm

/* mov_q: \reg := a 64-bit constant */
.macro mov_q reg, value
	movz	\reg, #:abs_g3:\value
	movk	\reg, #:abs_g2_nc:\value
	movk	\reg, #:abs_g1_nc:\value
	movk	\reg, #:abs_g0_nc:\value
.endm

#endif
