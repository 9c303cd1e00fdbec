// SPDX-License-Identifier: MIT
// caught by: window
// changes: part/first_fit.c
static bool fits(unsigned long addr, size_t size, unsigned long end)
{
	return addr + size + PAGE_SIZE <= end;
}
