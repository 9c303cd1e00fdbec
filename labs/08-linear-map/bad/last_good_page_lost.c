// SPDX-License-Identifier: MIT
// caught by: absent
static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	if (!ram_responds(start))
		return start;
	if (ram_responds(end - PAGE_SIZE))
		return end;
	while (end - start > PAGE_SIZE) {
		phys_addr_t middle = ROUND_UP(start + (end - start) / 2, PAGE_SIZE);

		*(ram_responds(middle) ? &start : &end) = middle;
	}
	return start;
}
