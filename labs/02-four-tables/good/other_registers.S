// SPDX-License-Identifier: MIT
/* Addresses are added up instead of scaled, and pages are counted. */
.macro link_table parent, index, child
	mov	x2, \index
	lsl	x2, x2, #3
	adr_l	x0, \parent
	add	x0, x0, x2
	adr_l	x1, \child
	add	x1, x1, #PTE_TYPE_TABLE
	str	x1, [x0]
.endm

func build_idmap
	lsr	x2, image, #TOP_SHIFT
	and	x2, x2, #PTRS_PER_TABLE - 1
	link_table idmap_l0, x2, idmap_l1
	lsr	x2, image, #PUD_SHIFT
	and	x2, x2, #PTRS_PER_TABLE - 1
	link_table idmap_l1, x2, idmap_l2
	lsr	x2, image, #PMD_SHIFT
	and	x2, x2, #PTRS_PER_TABLE - 1
	link_table idmap_l2, x2, idmap_l3
	mov_q	x1, PROT_KERNEL_ROX
	add	x1, x1, image
	adr_l	x0, idmap_l3
	str	x1, [x0]
	ret
endfunc build_idmap

func map_pages
	adr_l	x3, level1_kernel_pgt
	sub	x4, x0, image
	add	x3, x3, x4, lsr #PAGE_SHIFT - 3
	sub	x4, x1, x0
	lsr	x4, x4, #PAGE_SHIFT
	add	x0, x0, x2
1:	str	x0, [x3], #8
	add	x0, x0, #PAGE_SIZE
	subs	x4, x4, #1
	b.ne	1b
	ret
endfunc map_pages
