// SPDX-License-Identifier: MIT
// caught by: fixmap-chain
func build_fixmap_chain
	link_table level3_kernel_pgt, #FIXMAP_PUD_INDEX, level2_fixmap_pgt
	link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX - 1, level1_fixmap_pgt
	ret
endfunc build_fixmap_chain
