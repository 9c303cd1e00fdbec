// SPDX-License-Identifier: MIT
// caught by: compile-time
static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	BUG_ON(idx >= __end_of_fixed_addresses);
	return __fix_to_virt(idx);
}
