// SPDX-License-Identifier: MIT
// caught by: identity
func build_idmap
	ubfx	x2, image, #TOP_SHIFT, #TABLE_SHIFT
	link_table idmap_l0, x2, idmap_l1
	ubfx	x2, image, #PUD_SHIFT, #TABLE_SHIFT
	link_table idmap_l1, x2, idmap_l2
	ubfx	x2, image, #PMD_SHIFT, #TABLE_SHIFT
	adr_l	x0, idmap_l2
	mov_q	x1, PROT_KERNEL_ROX - PTE_TABLE
	orr	x1, x1, image
	str	x1, [x0, x2, lsl #3]
	ret
endfunc build_idmap
