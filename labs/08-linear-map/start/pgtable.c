// SPDX-License-Identifier: MIT
/*
 * The highest possible level of a leaf for @va in a range that goes on to @end: virtual and physical
 * address are aligned, the size is large enough, and no border between memory types is inside
 * (whole_blocks(phys, 1, shift) is not 0). MAP_PAGES_ONLY in @flags: no blocks. Some CPUs have no
 * blocks of LEVEL_PUD: level_has_blocks().
 *
 * TODO: this uses no blocks.
 */
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	(void)va;
	(void)end;
	(void)phys;
	(void)flags;
	return LEVEL_PTE;
}
