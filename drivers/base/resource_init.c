// SPDX-License-Identifier: MIT
/*
 * Puts RAM, the ranges that memblock reserved in it, and the parts of the kernel's image into
 * iomem_resource. start_kernel() calls request_standard_resources() before the drivers claim anything.
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/memblock.h>
#include <bootmap/pgtable.h>
#include <bootmap/slab.h>
#include <drivers/ioport.h>

static struct resource kernel_code = { .name = "Kernel code" };
static struct resource kernel_rodata = { .name = "Kernel rodata" };
static struct resource kernel_data = { .name = "Kernel data" };

static void __init add_system_ram(struct resource *res, const char *name, phys_addr_t base,
				  phys_addr_t size)
{
	struct resource *parent = &iomem_resource, *around;

	*res = (struct resource){
		.name = name,
		.start = base,
		.end = base + size - 1,
		.flags = IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
	};
	/* Inside an existing resource, even one of the same size. */
	while ((around = first_overlap(parent, base, res->end)) && resource_contains(around, res))
		parent = around;
	/* memblock has already warned about overlaps; here the first range stays. */
	insert_resource_conflict(parent, res);
}

static void __init add_regions(const struct memblock_type *type, const char *name)
{
	for (unsigned int i = 0; i < type->cnt; i++) {
		const struct memblock_region *region = &type->regions[i];
		struct resource *res = kzalloc(sizeof(*res));

		if (!res)
			panic("there is no memory to note the machine's RAM");
		add_system_ram(res, name ? name : region->name, region->base, region->size);
	}
}

static void __init add_image_part(struct resource *res, const char *start, const char *end)
{
	add_system_ram(res, res->name, __pa_symbol(start), end - start);
}

void __init request_standard_resources(void)
{
	add_regions(&memblock.memory, "System RAM");
	add_regions(&memblock.reserved, NULL);
	add_image_part(&kernel_code, _einittext, _etext);
	add_image_part(&kernel_rodata, _rodata, _erodata);
	add_image_part(&kernel_data, _data, _end);
}
