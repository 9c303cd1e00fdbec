// SPDX-License-Identifier: MIT
// caught by: range
static inline unsigned long virt_to_fix(unsigned long va)
{
	BUG_ON(va >= FIXADDR_TOP || va < FIXADDR_START);
	return __virt_to_fix(va);
}
