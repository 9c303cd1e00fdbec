// SPDX-License-Identifier: MIT
// caught by: few-steps
static phys_addr_t __init find_end(phys_addr_t start, phys_addr_t end)
{
	if (!ram_responds(start))
		return start;
	while (!ram_responds(end - PAGE_SIZE))
		end -= PAGE_SIZE;
	return end;
}
