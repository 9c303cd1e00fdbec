// SPDX-License-Identifier: MIT
// caught by: identity
func build_idmap
	lsr	x2, image, #TOP_SHIFT
	link_table idmap_l0, x2, idmap_l1
	lsr	x2, image, #PUD_SHIFT
	link_table idmap_l1, x2, idmap_l2
	lsr	x2, image, #PMD_SHIFT
	link_table idmap_l2, x2, idmap_l3
	adr_l	x0, idmap_l3
	mov_q	x1, PROT_KERNEL_ROX
	orr	x1, x1, image
	str	x1, [x0]
	ret
endfunc build_idmap
