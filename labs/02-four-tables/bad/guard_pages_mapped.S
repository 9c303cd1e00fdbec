// SPDX-License-Identifier: MIT
// caught by: image
func build_kernel_map
	mov	x10, lr
	link_table init_top_pgt, #KERNEL_TOP_INDEX, level3_kernel_pgt
	link_table level3_kernel_pgt, #KERNEL_PUD_INDEX, level2_kernel_pgt
	link_table level2_kernel_pgt, #0, level1_kernel_pgt
	map_image _head, _etext, PROT_KERNEL_ROX
	map_image _rodata, _erodata, PROT_KERNEL_RO
	map_image _data, _end, PROT_KERNEL
	ret	x10
endfunc build_kernel_map
