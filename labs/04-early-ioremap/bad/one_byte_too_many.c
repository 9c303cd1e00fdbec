// SPDX-License-Identifier: MIT
// caught by: pages
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	unsigned long last = start + size;

	return (last >> PAGE_SHIFT) - (start >> PAGE_SHIFT) + 1;
}
