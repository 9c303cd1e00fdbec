// SPDX-License-Identifier: MIT
// caught by: beyond
static void __init map_region(const struct memblock_region *ram)
{
	phys_addr_t end = ram->base + ram->size;

	map_around_image(ram->base, min(end, LINEAR_MAP_LIMIT));
}
