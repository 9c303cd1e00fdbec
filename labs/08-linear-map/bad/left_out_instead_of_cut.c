// SPDX-License-Identifier: MIT
// caught by: beyond
static void __init map_region(const struct memblock_region *ram)
{
	phys_addr_t end = ram->base + ram->size;

	if (end > LINEAR_MAP_LIMIT) {
		pr_warn("RAM reaches beyond the linear map: cut");
		return;
	}
	map_around_image(ram->base, end);
}
