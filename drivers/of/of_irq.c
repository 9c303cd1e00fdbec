// SPDX-License-Identifier: MIT
/*
 * Interrupts in the device tree (Devicetree Specification 0.4, 2.4). A device describes its
 * interrupt by a specifier, whose number of cells is a property of the receiver. The receiver is a
 * controller, whose driver decodes the cells, or a nexus, whose interrupt-map translates them for
 * another receiver.
 */
#include <bootmap/compiler.h>
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <drivers/of.h>

#define MAX_CELLS 4 /* of a specifier that a controller's driver decodes */

/*
 * An interrupt during translation: the receiver, the specifier, and the address of the sender. Both
 * are read where they are in the tree, so they may have any length.
 */
struct request {
	const struct device_node *receiver;
	const u32 *specifier, *address;
	u32 count, address_count;
};

static int refuse(const struct device_node *node, const char *why)
{
	pr_warn("%s: its interrupt is invalid: %s", node->name, why);
	return -EINVAL;
}

/*
 * The nearest receiver: each step goes to the interrupt-parent, or to the parent. An
 * interrupt-parent that is the node itself or one of its children would be a loop, so the number of
 * steps is limited by the number of nodes.
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

static bool specifier_length(const struct device_node *receiver, u32 *count)
{
	return of_get_cell(receiver, "#interrupt-cells", 0, count) && *count;
}

static u32 read_cell(const u32 *cell)
{
	return of_read_number(cell, 1);
}

/* A cell of the sender's address, then of its specifier. A shorter address goes on with zeros. */
static u32 own_cell(const struct request *request, u32 address_cells, u32 i)
{
	if (i >= address_cells)
		return read_cell(request->specifier + i - address_cells);
	return i < request->address_count ? read_cell(request->address + i) : 0;
}

/* Does the entry match the sender's address and specifier in the bits of the mask? */
static bool entry_matches(const struct device_node *nexus, const u32 *entry, u32 address_cells,
			  const struct request *request)
{
	for (u32 i = 0; i < address_cells + request->count; i++) {
		u32 mask = ~0;

		of_get_cell(nexus, "interrupt-map-mask", i, &mask);
		if ((own_cell(request, address_cells, i) ^ read_cell(entry + i)) & mask)
			return false;
	}
	return true;
}

/*
 * Reads the part of a map's entry after the sender's: receiver, an address, a specifier.
 * Return: NULL, or what is wrong with it. @length: set to the number of its cells.
 */
static const char *read_entry(const u32 *cells, u32 left, struct request *next, u32 *length)
{
	*next = (struct request){ .receiver = of_find_phandle(read_cell(cells)) };
	if (!next->receiver || !specifier_length(next->receiver, &next->count))
		return "an interrupt-map names no controller with a usable #interrupt-cells";
	of_get_cell(next->receiver, "#address-cells", 0, &next->address_count);
	if (1UL + next->address_count + next->count > left)
		return "an interrupt-map ends too early";
	next->address = cells + 1;
	next->specifier = next->address + next->address_count;
	*length = 1 + next->address_count + next->count;
	return NULL;
}

/* One step through the interrupt-map of the receiver. Return: NULL, or the error. */
static const char *follow_map(struct request *request)
{
	const struct device_node *nexus = request->receiver;
	u32 address_cells = 2, left, length; /* 2 if the nexus does not say */
	struct request next;
	u64 own;
	int bytes;
	const u32 *map = of_get_property(nexus, "interrupt-map", &bytes);

	if (!map)
		return "its interrupt-parent is no interrupt-controller";
	of_get_cell(nexus, "#address-cells", 0, &address_cells);
	own = (u64)address_cells + request->count;
	for (left = bytes / sizeof(*map); left > own; left -= own + length, map += own + length) {
		const char *why = read_entry(map + own, left - own, &next, &length);

		if (why)
			return why;
		if (entry_matches(nexus, map, address_cells, request)) {
			*request = next;
			return NULL;
		}
	}
	return "no entry of the interrupt-map matches";
}

/*
 * Follows maps up to the controller. An entry that comes again means that they lead in a circle. It is
 * compared with one that was met before: the first, the second, the fourth, and so on.
 */
static const char *find_controller(struct request *request)
{
	const u32 *met = NULL;

	for (u32 steps = 1; !of_get_property(request->receiver, "interrupt-controller", NULL);
	     steps++) {
		const char *why = follow_map(request);

		if (why)
			return why;
		if (request->specifier == met)
			return "interrupt-maps lead in a circle";
		if (!(steps & (steps - 1)))
			met = request->specifier;
	}
	return request->count > MAX_CELLS ? "no driver decodes so many cells" : NULL;
}

/* Translates up to the controller, and maps its input. */
static int map_request(const struct device_node *node, struct request *request)
{
	const char *why = find_controller(request);
	u32 cells[MAX_CELLS];
	int irq;

	if (why)
		return refuse(node, why);
	for (u32 i = 0; i < request->count; i++)
		cells[i] = read_cell(request->specifier + i);
	irq = irq_create_of_mapping(request->receiver, cells, request->count);
	if (irq == -EINVAL)
		refuse(node, "the controller has no such input or trigger");
	return irq;
}

/* The specifier is at @cells, of which @left belong to the property. */
static int map_specifier(const struct device_node *node, const u32 *cells, u32 left,
			 struct request *request)
{
	struct of_reg bus = { 0 };
	int bytes = 0;

	if (request->count > left)
		return refuse(node, "it ends too early");
	request->specifier = cells;
	request->address = of_get_property(node, "reg", &bytes);
	of_get_reg(node, &bus);
	request->address_count = min(bus.address_cells, bytes / (unsigned int)sizeof(*cells));
	return map_request(node, request);
}

/* Each entry: phandle of the receiver, then its specifier. */
static int get_extended(const struct device_node *node, const u32 *cells, u32 left,
			unsigned int index)
{
	struct request request = { 0 };

	for (; left; left -= request.count, cells += request.count) {
		request.receiver = of_find_phandle(read_cell(cells++));
		left--;
		if (!request.receiver || !specifier_length(request.receiver, &request.count))
			return refuse(node, "no controller with a usable #interrupt-cells");
		if (!index-- || request.count > left)
			return map_specifier(node, cells, left, &request);
	}
	return -ENXIO;
}

int of_irq_get(const struct device_node *node, unsigned int index)
{
	struct request request = { 0 };
	const u32 *cells;
	int bytes;
	u32 left;

	cells = of_get_property(node, "interrupts-extended", &bytes);
	if (cells)
		return get_extended(node, cells, bytes / sizeof(*cells), index);
	cells = of_get_property(node, "interrupts", &bytes);
	if (!cells)
		return -ENXIO;
	request.receiver = interrupt_parent(node);
	if (!request.receiver || !specifier_length(request.receiver, &request.count))
		return refuse(node, "no controller with a usable #interrupt-cells");
	left = bytes / sizeof(*cells);
	if (index >= DIV_ROUND_UP((u64)left, request.count))
		return -ENXIO;
	cells += index * request.count;
	left -= index * request.count;
	return map_specifier(node, cells, left, &request);
}

int of_irq_get_pci(const struct device_node *bridge, u8 bus, u8 devfn, u8 pin)
{
	/* Both in the tree's byte order. */
	const u32 specifier = __builtin_bswap32(pin);
	const u32 address = __builtin_bswap32(bus << 16 | devfn << 8);
	struct request request = { bridge, &specifier, &address, .address_count = 1 };

	if (!specifier_length(bridge, &request.count) || request.count != 1)
		return -ENXIO;
	return map_request(bridge, &request);
}
