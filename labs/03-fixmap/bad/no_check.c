// SPDX-License-Identifier: MIT
// caught by: compile-time
static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	return __fix_to_virt(idx);
}
