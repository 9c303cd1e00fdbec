// SPDX-License-Identifier: MIT
// caught by: apart
static inline unsigned int class_for(size_t size)
{
	return 63 ^ __builtin_clzl((size - 1) >> (PAGE_SHIFT - 1) | 2);
}
