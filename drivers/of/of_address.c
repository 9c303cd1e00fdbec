// SPDX-License-Identifier: MIT
/* Where devices are: `reg`, as the CPU sees it (Devicetree Specification 0.4, 2.3.6 to 2.3.8). */
#include <bootmap/compiler.h>
#include <bootmap/of.h>
#include <errno.h>
#include <libfdt.h>

/* A cell count that a bus states, or the specification's default. */
static unsigned int bus_cells(const struct device_node *bus, const char *name,
			      unsigned int otherwise)
{
	u32 cells;

	return of_get_cell(bus, name, 0, &cells) ? cells : otherwise;
}

#define ADDRESS_CELLS "#address-cells", 2
#define SIZE_CELLS    "#size-cells", 1

/* One step towards the root: an address on @bus as its parent bus sees it. */
static int translate(const struct device_node *bus, phys_addr_t *phys)
{
	unsigned int child_cells = bus_cells(bus, ADDRESS_CELLS);
	unsigned int parent_cells = bus_cells(bus->parent, ADDRESS_CELLS);
	unsigned int size_cells = bus_cells(bus, SIZE_CELLS);
	unsigned int entry_cells = child_cells + parent_cells + size_cells;
	int len;
	const fdt32_t *range = of_get_property(bus, "ranges", &len);

	if (!range)
		return -ENXIO;
	if (!len)
		return 0;
	if (child_cells > 2 || parent_cells > 2 || size_cells > 2 || !entry_cells)
		return -EINVAL;
	for (; len >= (int)(entry_cells * sizeof(*range)); len -= entry_cells * sizeof(*range)) {
		u64 child = of_read_number(range, child_cells);
		u64 parent = of_read_number(range + child_cells, parent_cells);
		u64 size = of_read_number(range + child_cells + parent_cells, size_cells);

		if (*phys >= child && *phys - child < size) {
			*phys = *phys - child + parent;
			return 0;
		}
		range += entry_cells;
	}
	return -ENXIO;
}

/* Cells of one entry of the node's reg; 0 if these cannot be address and size. */
static unsigned int reg_cells(const struct device_node *node, unsigned int *address_cells)
{
	unsigned int size_cells;

	if (!node->parent)
		return 0;
	*address_cells = bus_cells(node->parent, ADDRESS_CELLS);
	size_cells = bus_cells(node->parent, SIZE_CELLS);
	if (!*address_cells || *address_cells > 2 || size_cells > 2)
		return 0;
	return *address_cells + size_cells;
}

int of_address_count(const struct device_node *node)
{
	unsigned int address_cells, cells;
	int len;

	if (!of_get_property(node, "reg", &len))
		return 0;
	cells = reg_cells(node, &address_cells);
	if (!cells || !len || len % (cells * sizeof(fdt32_t)))
		return -EINVAL;
	return len / (cells * sizeof(fdt32_t));
}

int of_get_address(const struct device_node *node, unsigned int index, phys_addr_t *phys, u64 *size)
{
	unsigned int address_cells, cells = reg_cells(node, &address_cells);
	const fdt32_t *reg;
	int len, err = 0;

	if (!cells)
		return -EINVAL;
	reg = of_get_property(node, "reg", &len);
	if (!reg || index >= len / (cells * sizeof(*reg)))
		return -ENOENT;
	*phys = of_read_number(reg + index * cells, address_cells);
	if (size)
		*size = of_read_number(reg + index * cells + address_cells, cells - address_cells);
	for (const struct device_node *bus = node->parent; bus->parent && !err; bus = bus->parent)
		err = translate(bus, phys);
	return err;
}
