// SPDX-License-Identifier: MIT
/*
 * Reads RAM, reservations and the initrd from the device tree, and passes them to memblock.
 * boot/aarch64/machine.c calls this before the first allocation.
 */
#include <bootmap/memblock.h>
#include <drivers/memory_map.h>
#include <bootmap/printk.h>
#include <drivers/of.h>
#include <libfdt.h>

void __init of_scan_memory(void)
{
	const struct device_node *memory = NULL;

	while ((memory = of_find_type(memory, "memory"))) {
		phys_addr_t base;
		unsigned int i = 0;
		u64 size;

		for (; !of_get_address(memory, i, &base, &size); i++)
			memory_map_ram(memory->name, base, size);
		if (!i)
			pr_warn("%s: no usable reg, ignored", memory->name);
		else if (of_address_count(memory) < 0)
			pr_warn("%s: its reg ends inside an entry, which is ignored", memory->name);
	}
}

bool __init of_is_ram(phys_addr_t phys)
{
	const struct device_node *memory = NULL;
	phys_addr_t base;
	u64 size;

	while ((memory = of_find_type(memory, "memory")))
		for (unsigned int i = 0; !of_get_address(memory, i, &base, &size); i++)
			if (phys - base < size)
				return true;
	return false;
}

/* The start or end of an initrd: one or two cells. */
static bool __init initrd_number(const struct device_node *chosen, const char *name, u64 *number)
{
	if (of_get_number(chosen, name, number))
		return true;
	pr_warn("initrd: %s is missing, or no number of 32 or 64 bits: ignored", name);
	return false;
}

static void __init scan_initrd(void)
{
	const struct device_node *chosen = of_find_node("/chosen");
	u64 start, end;

	if (!chosen || (!of_get_property(chosen, "linux,initrd-start", NULL) &&
			!of_get_property(chosen, "linux,initrd-end", NULL)))
		return;
	if (!initrd_number(chosen, "linux,initrd-start", &start) ||
	    !initrd_number(chosen, "linux,initrd-end", &end))
		return;
	if (start > end)
		pr_warn("initrd: it ends before it begins: ignored");
	else
		memory_map_loaded("initrd", start, end - start);
}

/* The format of addresses in the children of /reserved-memory, in cells of 32 bits. */
struct reserved_format {
	unsigned int address_cells;
	unsigned int size_cells;
};

/*
 * The binding requires the root's cell counts (reserved-memory.txt). They are used if the node has
 * none.
 */
static unsigned int __init cells(const struct device_node *parent, const char *name,
				 unsigned int otherwise)
{
	u32 root, own;

	if (!of_get_cell(parent->parent, name, 0, &root))
		root = otherwise;
	if (!of_get_cell(parent, name, 0, &own)) {
		pr_warn("%s: without %s: the root's %u holds", parent->name, name, root);
		own = root;
	} else if (own != root) {
		pr_warn("%s: its %s is %u, not the root's %u", parent->name, name, own, root);
	}
	return own;
}

static bool __init read_format(const struct device_node *parent, struct reserved_format *format)
{
	int len;

	if (!of_get_property(parent, "ranges", &len))
		pr_warn("%s: without a ranges property: its addresses are not translated",
			parent->name);
	else if (len)
		pr_warn("%s: its ranges property is not empty: ignored, its addresses are not translated",
			parent->name);
	format->address_cells = cells(parent, "#address-cells", 2);
	format->size_cells = cells(parent, "#size-cells", 1);
	if (format->address_cells - 1 < 2 && format->size_cells - 1 < 2)
		return true;
	pr_warn("%s: invalid cell counts: none of its ranges is reserved", parent->name);
	return false;
}

static void __init scan_child(const struct device_node *child, const struct reserved_format *format,
			      void (*note)(const char *who, phys_addr_t base, u64 size))
{
	unsigned int entry = format->address_cells + format->size_cells;
	int len;
	const fdt32_t *reg = of_get_property(child, "reg", &len);

	if (!reg)
		return;
	for (; len >= (int)(entry * sizeof(*reg)); len -= entry * sizeof(*reg)) {
		note(child->name, of_read_number(reg, format->address_cells),
		     of_read_number(reg + format->address_cells, format->size_cells));
		reg += entry;
	}
	if (len)
		pr_warn("%s: its reg ends inside an entry, which is ignored", child->name);
}

/* The linear map must not contain it, so it is removed from the RAM. */
static bool __init no_map(const struct device_node *child)
{
	return of_get_property(child, "no-map", NULL);
}

static void __init object_to_child(const struct device_node *child)
{
	if (no_map(child) && of_get_property(child, "reusable", NULL))
		pr_warn("%s: no-map and reusable contradict each other: not mapped", child->name);
	if (of_get_property(child, "reg", NULL))
		return;
	if (of_get_property(child, "size", NULL))
		pr_info("%s: requests memory anywhere, but no driver here uses it", child->name);
	else
		pr_warn("%s: neither reg nor size: it reserves nothing", child->name);
}

/* Ranges that must not be mapped come first, before a part of them is reserved by another owner. */
static void __init scan_children(const struct device_node *parent,
				 const struct reserved_format *format, bool mapped)
{
	const struct device_node *child = NULL;

	while ((child = of_next_child(parent, child)))
		if (no_map(child) != mapped)
			scan_child(child, format, mapped ? memory_map_reserve : memory_map_no_ram);
}

void __init of_scan_reserved(void)
{
	const struct device_node *parent = of_find_node("/reserved-memory"), *child = NULL;
	struct reserved_format format;
	phys_addr_t base;
	u64 size;

	if (parent && !read_format(parent, &format))
		parent = NULL;
	while (parent && (child = of_next_child(parent, child)))
		object_to_child(child);
	if (parent)
		scan_children(parent, &format, false);
	/* Many loaders also list the initrd's range as reserved. */
	scan_initrd();
	for (unsigned int i = 0; of_get_memreserve(i, &base, &size); i++)
		memory_map_reserve("/memreserve/", base, size);
	if (parent)
		scan_children(parent, &format, true);
}
