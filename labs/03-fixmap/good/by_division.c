// SPDX-License-Identifier: MIT
// Another way to the same numbers.
#define __virt_to_fix(va) ((FIXADDR_TOP + PAGE_SIZE - 1 - (va)) / PAGE_SIZE)

static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	BUILD_BUG_ON(idx > FIX_FDT, fixmap_index_out_of_range);
	return FIXADDR_TOP - idx * PAGE_SIZE;
}

static inline unsigned long virt_to_fix(unsigned long va)
{
	unsigned long lowest = __fix_to_virt(__end_of_permanent_fixed_addresses - 1);

	BUG_ON(va < lowest);
	BUG_ON(va >= FIXADDR_TOP);
	return __virt_to_fix(va);
}
