// SPDX-License-Identifier: MIT
// caught by: image
static void __init map_around_image(phys_addr_t start, phys_addr_t end)
{
	map_linear(start, end, PAGE_KERNEL, 0);
}
