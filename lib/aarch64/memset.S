/* SPDX-License-Identifier: MIT */
/*
 * The C library's memset() is built for size, and stores byte by byte: six instructions each. This
 * one stores sixteen bytes at a time. Each store is aligned, so that it also serves memory of type
 * Device (all memory is, while the MMU is off).
 */
#include <asm/assembler.h>

	.text

where	.req	x3
byte	.req	w1
bytes	.req	x1
left	.req	x2

/* void *memset(void *x0, int w1, size_t x2)   out: x0   clobbers: x1 to x4 */
func memset
	mov	where, x0
	and	bytes, bytes, #0xff
	mov	x4, #0x0101010101010101
	mul	bytes, bytes, x4
1:	tst	where, #7
	b.eq	2f
	cbz	left, 4f
	strb	byte, [where], #1
	sub	left, left, #1
	b	1b
2:	subs	left, left, #16
	b.lo	3f
	stp	bytes, bytes, [where], #16
	b	2b
3:	tbz	left, #3, 5f		/* left = rest - 16: 8 bytes or more? */
	str	bytes, [where], #8
5:	ands	left, left, #7
	b.eq	4f
6:	strb	byte, [where], #1
	subs	left, left, #1
	b.ne	6b
4:	ret
endfunc memset
