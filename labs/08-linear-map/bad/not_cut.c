// SPDX-License-Identifier: MIT
// caught by: beyond
static void __init map_region(const struct memblock_region *ram)
{
	map_around_image(ram->base, ram->base + ram->size);
}
