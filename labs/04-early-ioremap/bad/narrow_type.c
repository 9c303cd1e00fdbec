// SPDX-License-Identifier: MIT
// caught by: wide
static inline unsigned long pages_touched(unsigned long start, size_t size)
{
	unsigned long last = start + size - 1;
	unsigned int nr = (last >> PAGE_SHIFT) - (start >> PAGE_SHIFT) + 1;

	return nr;
}
