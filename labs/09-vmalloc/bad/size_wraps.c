// SPDX-License-Identifier: MIT
// caught by: window
// changes: bad/number_of_pages_wraps.c
static bool fits(unsigned long addr, size_t size, unsigned long end)
{
	return addr + size + PAGE_SIZE <= end;
}
