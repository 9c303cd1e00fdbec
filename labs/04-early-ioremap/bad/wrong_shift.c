// SPDX-License-Identifier: MIT
// caught by: limit
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	unsigned long last = start + size - 1;

	return (last >> (PAGE_SHIFT + 1)) - (start >> (PAGE_SHIFT + 1)) + 1;
}
