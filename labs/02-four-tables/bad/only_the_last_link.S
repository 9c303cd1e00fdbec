// SPDX-License-Identifier: MIT
// caught by: fixmap-chain
func build_fixmap_chain
	link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX, level1_fixmap_pgt
	ret
endfunc build_fixmap_chain
