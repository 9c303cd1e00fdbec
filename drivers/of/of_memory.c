// SPDX-License-Identifier: MIT
/* From the device tree to memblock. */
#include <bootmap/memblock.h>
#include <bootmap/of.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>

static void __init add_memory(const char *node, phys_addr_t base, u64 size)
{
	phys_addr_t limit = BIT(phys_addr_bits());

	if (!size)
		return;
	if (base >= limit || size > limit - base) {
		pr_warn("%s: 0x%lx+0x%lx reaches beyond this CPU's %u address bits: cut", node,
			base, size, phys_addr_bits());
		if (base >= limit)
			return;
		size = limit - base;
	}
	if (memblock_overlaps_memory(base, size))
		pr_warn("%s: 0x%lx+0x%lx overlaps RAM that was known before", node, base, size);
	memblock_add(base, size);
}

void __init of_scan_memory(void)
{
	const struct device_node *memory = NULL;

	while ((memory = of_find_type(memory, "memory"))) {
		phys_addr_t base;
		unsigned int i = 0;
		u64 size;

		for (; !of_get_address(memory, i, &base, &size); i++)
			add_memory(memory->name, base, size);
		if (!i)
			pr_warn("%s: no usable reg, ignored", memory->name);
	}
}

static void __init scan_initrd(void)
{
	const struct device_node *chosen = of_find_node("/chosen");
	u64 start, end;

	if (!chosen || !of_get_number(chosen, "linux,initrd-start", &start) ||
	    !of_get_number(chosen, "linux,initrd-end", &end))
		return;
	if (start < end)
		memblock_reserve(start, end - start, "initrd");
	else
		pr_warn("initrd: it ends before it begins, ignored");
}

void __init of_scan_reserved(void)
{
	const struct device_node *parent = of_find_node("/reserved-memory"), *child = NULL;
	phys_addr_t base;
	u64 size;

	for (unsigned int i = 0; of_get_memreserve(i, &base, &size); i++)
		memblock_reserve(base, size, "/memreserve/");
	while (parent && (child = of_next_child(parent, child)))
		for (unsigned int i = 0; !of_get_address(child, i, &base, &size); i++) {
			/* Not even the linear map may show it: then it is no RAM of ours. */
			if (of_get_property(child, "no-map", NULL))
				memblock_remove(base, size);
			else
				memblock_reserve(base, size, child->name);
		}
	scan_initrd();
}
