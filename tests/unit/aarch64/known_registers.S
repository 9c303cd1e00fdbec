/* SPDX-License-Identifier: MIT */
#include <asm/assembler.h>

#define GENERAL 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, \
		25, 26, 27, 28, 29, 30
#define VECTOR	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, \
		24, 25, 26, 27, 28, 29, 30, 31

/* struct spin */
#define DONE	 0
#define SPIN_SP	 8
#define SAVED_SP 16

/*
 * u64 spin_with_known_registers(struct spin *): wait until it says done, on the stack that
 * it wants, with a known value in every register but the two that wait.
 * out: x0 = 0, or which register has changed: 2…30, 31 for SP, 100…131 for v0…v31
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
	ldr	x1, [x0, #SPIN_SP]
	mov	sp, x1
	.irp	n, GENERAL
	mov	x\n, #0x100 + \n
	.endr
	.irp	n, VECTOR
	movi	v\n\().16b, #\n
	.endr

1:	ldr	x1, [x0, #DONE]
	cbz	x1, 1b

	.irp	n, GENERAL
	mov	x1, #\n
	cmp	x\n, #0x100 + \n
	b.ne	2f
	.endr
	mov	x1, #31
	mov	x2, sp
	ldr	x3, [x0, #SPIN_SP]
	cmp	x2, x3
	b.ne	2f
	.irp	n, VECTOR
	mov	x1, #100 + \n
	umov	x2, v\n\().d[0]
	umov	x3, v\n\().d[1]
	cmp	x2, x3
	b.ne	2f
	movi	v\n\().16b, #\n
	umov	x3, v\n\().d[0]
	cmp	x2, x3
	b.ne	2f
	.endr
	mov	x1, #0

2:	ldr	x2, [x0, #SAVED_SP]
	mov	sp, x2
	mov	x0, x1
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #96
	ret
endfunc spin_with_known_registers
