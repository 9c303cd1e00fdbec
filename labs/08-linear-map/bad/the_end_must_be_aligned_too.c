// SPDX-License-Identifier: MIT
// caught by: blocks
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	unsigned long bits = va | phys, size = end - va;

	bits |= end;
	if (bits & (PMD_SIZE - 1) || size < PMD_SIZE || flags & MAP_PAGES_ONLY)
		return LEVEL_PTE;
	if (bits & (PUD_SIZE - 1) || size < PUD_SIZE || !whole_blocks(phys, 1, PUD_SHIFT))
		return whole_blocks(phys, 1, PMD_SHIFT) ? LEVEL_PMD : LEVEL_PTE;
	return LEVEL_PUD;
}
