// SPDX-License-Identifier: MIT
// caught by: range
static inline unsigned long virt_to_fix(unsigned long va)
{
	BUG_ON(va > FIXADDR_TOP || __virt_to_fix(va) >= __end_of_permanent_fixed_addresses);
	return __virt_to_fix(va);
}
