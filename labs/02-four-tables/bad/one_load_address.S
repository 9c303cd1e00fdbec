// SPDX-License-Identifier: MIT
// caught by: elsewhere
func build_idmap
	link_table idmap_l0, #0, idmap_l1
	link_table idmap_l1, #1, idmap_l2
	link_table idmap_l2, #1, idmap_l3
	adr_l	x0, idmap_l3
	mov_q	x1, PROT_KERNEL_ROX
	orr	x1, x1, image
	str	x1, [x0]
	ret
endfunc build_idmap
