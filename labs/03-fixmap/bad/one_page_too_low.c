// SPDX-License-Identifier: MIT
// caught by: direction
static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	BUILD_BUG_ON(idx >= __end_of_fixed_addresses, fixmap_index_out_of_range);
	return FIXADDR_TOP - ((unsigned long)(idx + 1) << PAGE_SHIFT);
}
