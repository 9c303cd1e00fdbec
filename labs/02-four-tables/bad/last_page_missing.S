// SPDX-License-Identifier: MIT
// caught by: image
func map_pages
	adr_l	x3, level1_kernel_pgt
	ubfx	x4, x0, #PAGE_SHIFT, #TABLE_SHIFT
	add	x3, x3, x4, lsl #3
	orr	x4, x0, x2
	sub	x1, x1, #PAGE_SIZE
1:	str	x4, [x3], #8
	add	x4, x4, #PAGE_SIZE
	add	x0, x0, #PAGE_SIZE
	cmp	x0, x1
	b.lo	1b
	ret
endfunc map_pages
