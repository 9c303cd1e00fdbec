// SPDX-License-Identifier: MIT
/*
 * Interrupts in the device tree (Devicetree Specification 0.4, 2.4). A specifier is as
 * many cells as its controller says; only that controller knows what they mean.
 */
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/of.h>
#include <bootmap/printk.h>

#define MAX_SPECIFIER_CELLS 4

static int refuse(const struct device_node *node, const char *why)
{
	pr_warn("%s: its interrupt makes no sense: %s", node->name, why);
	return -EINVAL;
}

/*
 * The nearest controller on the way up, where interrupt-parent leads aside. A node whose
 * interrupt-parent is itself or a child of its own would lead in circles: no way is
 * longer than there are nodes.
 */
static const struct device_node *interrupt_parent(const struct device_node *node)
{
	u32 phandle, cells;

	for (unsigned int steps = 0; node && steps < of_node_count(); steps++) {
		node = of_get_cell(node, "interrupt-parent", 0, &phandle) ?
			       of_find_phandle(phandle) :
			       node->parent;
		if (node && of_get_cell(node, "#interrupt-cells", 0, &cells))
			return node;
	}
	return NULL;
}

/* The specifier that begins at cell @at of a property. */
static int map_specifier(const struct device_node *node, const struct device_node *controller,
			 const char *property, unsigned int at, u32 count)
{
	u32 cells[MAX_SPECIFIER_CELLS];
	int irq;

	if (!of_get_property(controller, "interrupt-controller", NULL))
		return refuse(node, "its interrupt-parent is no interrupt-controller");
	for (u32 i = 0; i < count; i++)
		if (!of_get_cell(node, property, at + i, &cells[i]))
			return refuse(node, "it ends too early");
	irq = irq_create_of_mapping(controller, cells, count);
	if (irq == -EINVAL)
		refuse(node, "the controller has no such input or trigger");
	return irq;
}

static bool specifier_length(const struct device_node *controller, u32 *count)
{
	return of_get_cell(controller, "#interrupt-cells", 0, count) && *count &&
	       *count <= MAX_SPECIFIER_CELLS;
}

/* Each entry: phandle of the controller, then its specifier. */
static int get_extended(const struct device_node *node, unsigned int index)
{
	static const char property[] = "interrupts-extended";
	u32 phandle, count;

	for (unsigned int at = 0; of_get_cell(node, property, at, &phandle); at += 1 + count) {
		const struct device_node *controller = of_find_phandle(phandle);

		if (!controller || !specifier_length(controller, &count))
			return refuse(node, "no controller with a usable #interrupt-cells");
		if (!index--)
			return map_specifier(node, controller, property, at + 1, count);
	}
	return -ENXIO;
}

int of_irq_get(const struct device_node *node, unsigned int index)
{
	const struct device_node *controller;
	u32 count, cell;

	if (of_get_property(node, "interrupts-extended", NULL))
		return get_extended(node, index);
	if (!of_get_property(node, "interrupts", NULL))
		return -ENXIO;
	controller = interrupt_parent(node);
	if (!controller || !specifier_length(controller, &count))
		return refuse(node, "no controller with a usable #interrupt-cells");
	if (!of_get_cell(node, "interrupts", index * count, &cell))
		return -ENXIO;
	return map_specifier(node, controller, "interrupts", index * count, count);
}
