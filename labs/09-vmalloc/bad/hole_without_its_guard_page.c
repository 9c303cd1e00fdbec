// SPDX-License-Identifier: MIT
// caught by: apart
// changes: part/first_fit.c
static bool fits(unsigned long addr, size_t size, unsigned long end)
{
	return addr < end && end - addr >= size;
}
