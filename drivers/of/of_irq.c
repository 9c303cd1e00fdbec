// SPDX-License-Identifier: MIT
/*
 * Interrupts in the device tree (Devicetree Specification 0.4, 2.4). A device describes its
 * interrupt by a specifier, whose number of cells is a property of the receiver. The receiver is a
 * controller, whose driver decodes the cells, or a nexus, whose interrupt-map translates them for
 * another receiver.
 */
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <drivers/of.h>

#define MAX_CELLS 4 /* of an address, and of a specifier */

/* More nexuses in a row than any board has. A longer chain is a loop. */
#define MAX_NEXUSES 16

/* An interrupt during translation: the receiver, the specifier, and the address of the sender. */
struct request {
	const struct device_node *receiver;
	u32 count;
	u32 specifier[MAX_CELLS];
	u32 address[MAX_CELLS];
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
	return of_get_cell(receiver, "#interrupt-cells", 0, count) && *count && *count <= MAX_CELLS;
}

/* Number of address cells below a nexus. It may be given by a node above the nexus. */
static u32 address_length(const struct device_node *nexus)
{
	u32 cells;

	for (; nexus; nexus = nexus->parent)
		if (of_get_cell(nexus, "#address-cells", 0, &cells))
			return cells;
	return 2;
}

static void copy_cells(u32 *to, const u32 *cells, u32 count)
{
	while (count--)
		*to++ = of_read_number(cells++, 1);
}

/* Does the entry match the sender's address and specifier in the bits of the mask? */
static bool entry_matches(const struct device_node *nexus, const u32 *entry, u32 address_cells,
			  const struct request *request)
{
	for (u32 i = 0; i < address_cells + request->count; i++) {
		u32 own = i < address_cells ? request->address[i] :
					      request->specifier[i - address_cells];
		u32 mask = ~0;

		of_get_cell(nexus, "interrupt-map-mask", i, &mask);
		if ((own & mask) != (of_read_number(entry + i, 1) & mask))
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
	u32 address_cells = 0;

	*next = (struct request){ .receiver =
					  left ? of_find_phandle(of_read_number(cells, 1)) : NULL };
	if (!next->receiver || !specifier_length(next->receiver, &next->count))
		return "an interrupt-map names no controller with a usable #interrupt-cells";
	of_get_cell(next->receiver, "#address-cells", 0, &address_cells);
	if (address_cells > MAX_CELLS || 1 + address_cells + next->count > left)
		return "an interrupt-map ends too early";
	copy_cells(next->address, cells + 1, address_cells);
	copy_cells(next->specifier, cells + 1 + address_cells, next->count);
	*length = 1 + address_cells + next->count;
	return NULL;
}

/* One step through the interrupt-map of the receiver. Return: NULL, or the error. */
static const char *follow_map(struct request *request)
{
	const struct device_node *nexus = request->receiver;
	u32 own = address_length(nexus) + request->count, left, length;
	struct request next;
	int bytes;
	const u32 *map = of_get_property(nexus, "interrupt-map", &bytes);

	if (!map)
		return "its interrupt-parent is no interrupt-controller";
	if (own - request->count > MAX_CELLS)
		return "an interrupt-map whose addresses are too long";
	for (left = bytes / sizeof(*map); left > own; left -= own + length, map += own + length) {
		const char *why = read_entry(map + own, left - own, &next, &length);

		if (why)
			return why;
		if (entry_matches(nexus, map, own - request->count, request)) {
			*request = next;
			return NULL;
		}
	}
	return "no entry of the interrupt-map matches";
}

/* Translates up to the controller, and maps its input. */
static int map_request(const struct device_node *node, struct request *request)
{
	int irq;

	for (int nexuses = 0; !of_get_property(request->receiver, "interrupt-controller", NULL);
	     nexuses++) {
		const char *why = nexuses < MAX_NEXUSES ? follow_map(request) :
							  "interrupt-maps lead in a circle";

		if (why)
			return refuse(node, why);
	}
	irq = irq_create_of_mapping(request->receiver, request->specifier, request->count);
	if (irq == -EINVAL)
		refuse(node, "the controller has no such input or trigger");
	return irq;
}

/* Reads the specifier at cell @at of a property, in the format of @request's receiver. */
static int map_specifier(const struct device_node *node, const char *property, unsigned int at,
			 struct request *request)
{
	for (u32 i = 0; i < request->count; i++)
		if (!of_get_cell(node, property, at + i, &request->specifier[i]))
			return refuse(node, "it ends too early");
	/* As many cells as reg has. A nexus compares only as many as its own addresses have. */
	for (u32 i = 0; i < MAX_CELLS; i++)
		of_get_cell(node, "reg", i, &request->address[i]);
	return map_request(node, request);
}

/* Each entry: phandle of the receiver, then its specifier. */
static int get_extended(const struct device_node *node, unsigned int index)
{
	static const char property[] = "interrupts-extended";
	struct request request = { 0 };
	u32 phandle;

	for (unsigned int at = 0; of_get_cell(node, property, at, &phandle);
	     at += 1 + request.count) {
		request.receiver = of_find_phandle(phandle);
		if (!request.receiver || !specifier_length(request.receiver, &request.count))
			return refuse(node, "no controller with a usable #interrupt-cells");
		if (!index--)
			return map_specifier(node, property, at + 1, &request);
	}
	return -ENXIO;
}

int of_irq_get(const struct device_node *node, unsigned int index)
{
	struct request request = { 0 };
	u32 cell;

	if (of_get_property(node, "interrupts-extended", NULL))
		return get_extended(node, index);
	if (!of_get_property(node, "interrupts", NULL))
		return -ENXIO;
	request.receiver = interrupt_parent(node);
	if (!request.receiver || !specifier_length(request.receiver, &request.count))
		return refuse(node, "no controller with a usable #interrupt-cells");
	if (!of_get_cell(node, "interrupts", index * request.count, &cell))
		return -ENXIO;
	return map_specifier(node, "interrupts", index * request.count, &request);
}

int of_irq_get_pci(const struct device_node *bridge, u8 bus, u8 devfn, u8 pin)
{
	struct request request = { .receiver = bridge,
				   .specifier = { pin },
				   .address = { bus << 16 | devfn << 8 } };

	if (!specifier_length(bridge, &request.count) || request.count != 1)
		return -ENXIO;
	return map_request(bridge, &request);
}
