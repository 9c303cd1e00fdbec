/* SPDX-License-Identifier: MIT */
#include <asm/assembler.h>

#define GENERAL "x2, x3", "x4, x5", "x6, x7", "x8, x9", "x10, x11", "x12, x13", "x14, x15", \
		"x16, x17", "x18, x19", "x20, x21", "x22, x23", "x24, x25", "x26, x27", "x28, x29"
#define VECTOR	"q0, q1", "q2, q3", "q4, q5", "q6, q7", "q8, q9", "q10, q11", "q12, q13", \
		"q14, q15", "q16, q17", "q18, q19", "q20, q21", "q22, q23", "q24, q25", "q26, q27", \
		"q28, q29", "q30, q31"

/* struct spin */
#define DONE	 0
#define SAVED_SP 8
#define BEFORE	 16
#define AFTER	 (BEFORE + 29 * 8 + 8 + 32 * 16)

/* struct registers */
#define REG_SP (29 * 8)

/* transfer: load or store struct registers at x1, but for SP. \pair: ldp or stp, \single: ldr or str */
.macro transfer pair, single
	.set	at, 0
	.irp	two, GENERAL
	\pair	\two, [x1, #at]
	.set	at, at + 16
	.endr
	\single	x30, [x1, #at]
	.set	at, at + 16
	.irp	two, VECTOR
	\pair	\two, [x1, #at]
	.set	at, at + 32
	.endr
.endm

/*
 * void spin_with_known_registers(struct spin *): wait until it says done, with what it holds in
 * every register but the two that wait; then note what they hold.
 */
	.arch_extension simd
func spin_with_known_registers
	stp	x29, x30, [sp, #-96]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	mov	x1, sp
	str	x1, [x0, #SAVED_SP]

	add	x1, x0, #BEFORE
	ldr	x2, [x1, #REG_SP]
	mov	sp, x2
	transfer ldp, ldr
1:	ldr	x1, [x0, #DONE]
	cbz	x1, 1b
	add	x1, x0, #AFTER
	transfer stp, str
	mov	x2, sp
	str	x2, [x1, #REG_SP]

	ldr	x2, [x0, #SAVED_SP]
	mov	sp, x2
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #96
	ret
endfunc spin_with_known_registers
