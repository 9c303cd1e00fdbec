// SPDX-License-Identifier: MIT
// A loop over the levels, from the largest leaf to the smallest.
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	for (int level = LEVEL_PUD; level < LEVEL_PTE; level++) {
		unsigned long size = level_size(level);

		if (flags & MAP_PAGES_ONLY || !level_has_blocks(level))
			continue;
		if (va % size == 0 && phys % size == 0 && end - va >= size &&
		    whole_blocks(phys, 1, level_shift(level)))
			return level;
	}
	return LEVEL_PTE;
}
