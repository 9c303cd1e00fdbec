// SPDX-License-Identifier: MIT
/*
 * Addresses of devices: the property `reg`, translated through the `ranges` of each bus above to an
 * address of the CPU (Devicetree Specification 0.4, 2.3.6 to 2.3.8). of_platform.c and early users
 * call of_get_address().
 */
#include <bootmap/compiler.h>
#include <drivers/of.h>
#include <errno.h>
#include <libfdt.h>

/* A cell count of a bus, or the specification's default. */
static unsigned int bus_cells(const struct device_node *bus, const char *name,
			      unsigned int otherwise)
{
	u32 cells;

	return of_get_cell(bus, name, 0, &cells) ? cells : otherwise;
}

#define ADDRESS_CELLS "#address-cells", 2
#define SIZE_CELLS    "#size-cells", 1

/* An entry of `ranges`, or of `dma-ranges`, which has the same form. */
static int get_range(const struct device_node *bus, const char *property, unsigned int index,
		     struct of_range *range)
{
	unsigned int child_cells = bus_cells(bus, ADDRESS_CELLS);
	unsigned int parent_cells = bus->parent ? bus_cells(bus->parent, ADDRESS_CELLS) : 0;
	unsigned int size_cells = bus_cells(bus, SIZE_CELLS);
	unsigned int cells = child_cells + parent_cells + size_cells;
	int len;
	const fdt32_t *ranges = of_get_property(bus, property, &len);

	if (!ranges)
		return -ENXIO;
	if (child_cells > 3 || parent_cells > 2 || size_cells > 2 || !cells)
		return -EINVAL;
	if (index >= len / (cells * sizeof(*ranges)))
		return -ENOENT;
	ranges += index * cells;
	range->space = child_cells == 3 ? of_read_number(ranges, 1) : 0;
	range->child = of_read_number(ranges, child_cells); /* the lower two of three cells */
	range->parent = of_read_number(ranges + child_cells, parent_cells);
	range->size = of_read_number(ranges + child_cells + parent_cells, size_cells);
	return 0;
}

int of_get_range(const struct device_node *bus, unsigned int index, struct of_range *range)
{
	return get_range(bus, "ranges", index, range);
}

/* One step towards the root: translates an address on @bus to its parent bus. */
static int translate(const struct device_node *bus, const char *property, phys_addr_t *phys)
{
	struct of_range range;
	int len, err;

	if (!of_get_property(bus, property, &len))
		return -ENXIO;
	if (!len)
		return 0;
	if (bus_cells(bus, ADDRESS_CELLS) > 2)
		return -EINVAL;
	for (unsigned int i = 0; !(err = get_range(bus, property, i, &range)); i++)
		if (*phys >= range.child && *phys - range.child < range.size)
			return __builtin_add_overflow(*phys - range.child, range.parent, phys) ?
				       -ENXIO :
				       0;
	return err == -EINVAL ? err : -ENXIO;
}

int of_translate_address(const struct device_node *bus, phys_addr_t *phys)
{
	int err = 0;

	for (; bus->parent && !err; bus = bus->parent)
		err = translate(bus, "ranges", phys);
	return err;
}

/* Buses without dma-ranges, or with empty ones, do not change the addresses that a device uses. */
static const struct device_node *next_dma_bus(const struct device_node *bus)
{
	int len;

	while (bus->parent && (!of_get_property(bus, "dma-ranges", &len) || !len))
		bus = bus->parent;
	return bus;
}

int of_dma_address(const struct device_node *device, phys_addr_t phys, u64 *address)
{
	const struct device_node *bus = next_dma_bus(device->parent), *up;
	struct of_range range;

	*address = phys;
	if (!bus->parent)
		return 0;
	for (unsigned int i = 0; !get_range(bus, "dma-ranges", i, &range); i++) {
		phys_addr_t first = range.parent;
		int err = 0;

		for (up = next_dma_bus(bus->parent); up->parent && !err;
		     up = next_dma_bus(up->parent))
			err = translate(up, "dma-ranges", &first);
		if (!err && phys - first < range.size) {
			*address = phys - first + range.child;
			return 0;
		}
	}
	return -ENXIO;
}

/* Reads the cell counts of the bus, unless they are known; 0 if they are invalid. */
static void note_bus(struct of_reg *reg, const struct device_node *bus)
{
	unsigned int size_cells;

	if (reg->bus == bus)
		return;
	*reg = (struct of_reg){ .bus = bus };
	if (!bus)
		return;
	reg->address_cells = bus_cells(bus, ADDRESS_CELLS);
	size_cells = bus_cells(bus, SIZE_CELLS);
	if (reg->address_cells && reg->address_cells <= 2 && size_cells <= 2)
		reg->entry_cells = reg->address_cells + size_cells;
}

int of_get_reg(const struct device_node *node, struct of_reg *reg)
{
	int len, entry;

	note_bus(reg, node->parent);
	reg->count = 0;
	reg->cells = of_get_property(node, "reg", &len);
	if (!reg->cells)
		return 0;
	entry = reg->entry_cells * sizeof(*reg->cells);
	if (!entry)
		return -EINVAL;
	reg->count = len / entry;
	return len && !(len % entry) ? 0 : -EINVAL;
}

int of_address_count(const struct device_node *node)
{
	struct of_reg reg = { 0 };
	int err = of_get_reg(node, &reg);

	return err ? err : (int)reg.count;
}

int of_reg_entry(const struct of_reg *reg, unsigned int index, phys_addr_t *phys, u64 *size)
{
	const u32 *entry = reg->cells + index * reg->entry_cells;

	if (index >= reg->count)
		return -ENOENT;
	*phys = of_read_number(entry, reg->address_cells);
	if (size)
		*size = of_read_number(entry + reg->address_cells,
				       reg->entry_cells - reg->address_cells);
	return of_translate_address(reg->bus, phys);
}

int of_get_address(const struct device_node *node, unsigned int index, phys_addr_t *phys, u64 *size)
{
	struct of_reg reg = { 0 };

	/* Complete entries before a damaged end are used. */
	if (!node->parent || (of_get_reg(node, &reg) && !reg.entry_cells))
		return -EINVAL;
	return of_reg_entry(&reg, index, phys, size);
}
