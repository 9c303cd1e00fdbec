/* SPDX-License-Identifier: MIT */
/*
 * DOC: the device tree
 *
 * libfdt validates the flat tree tag by tag, once, and we note where each node
 * begins. After that a look-up reads the notes and the properties in place: a
 * libfdt look-up by path or compatible would scan the whole tree each time.
 */
#ifndef DRIVERS_OF_H
#define DRIVERS_OF_H

#include <bootmap/types.h>

/**
 * struct device_node - one node of the tree
 * @name: with its unit address; "" for the root
 * @parent: NULL for the root
 * @props: its first property's tag in the flat tree
 */
struct device_node {
	const char *name;
	const struct device_node *parent;
	const void *props;
};

/**
 * of_unflatten() - read the whole tree, once
 * @fdt: the flat tree, as fixmap_remap_fdt() mapped it; must stay mapped
 * @why: on failure the reason, words that continue a sentence
 *
 * Boot, before any other of_ function.
 * Return: 0, or -EINVAL for a damaged or too old tree.
 */
int of_unflatten(const void *fdt, const char **why);

/** of_node_count() - how many nodes the tree has */
unsigned int of_node_count(void);

/**
 * of_find_node() - look up a node by path or alias
 * @path: "/a/b@1" (unit addresses may be left out), or an alias, behind which a path may go on
 *	("soc/serial@2"); ends at ':' or NUL
 * Return: the node or NULL.
 */
const struct device_node *of_find_node(const char *path);

/**
 * of_find_compatible() - next node of a kind
 * @from: search behind this node; NULL: from the start
 * @compatible: one string of the node's list
 * Return: the node or NULL; nodes whose status is not okay are passed over.
 */
const struct device_node *of_find_compatible(const struct device_node *from,
					     const char *compatible);

/**
 * of_find_type() - next node by device_type
 * @from: search behind this node; NULL: from the start
 * @type: e.g. "memory"
 */
const struct device_node *of_find_type(const struct device_node *from, const char *type);

/** of_next_node() - walk all nodes, parents before their children. @from: NULL to begin. */
const struct device_node *of_next_node(const struct device_node *from);

/**
 * of_device_is_available() - does the node's status say that the device can be used?
 *
 * In the secure world (entered at EL3) `secure-status` decides where there is one.
 */
bool of_device_is_available(const struct device_node *node);

/**
 * of_is_compatible() - is @compatible in the node's list?
 */
bool of_is_compatible(const struct device_node *node, const char *compatible);

/**
 * of_get_property() - a property's bytes
 * @node: the node
 * @name: the property
 * @len: set to its length in bytes; may be NULL
 * Return: pointer into the flat tree, or NULL.
 */
const void *of_get_property(const struct device_node *node, const char *name, int *len);

/**
 * of_get_string() - a property that is a string
 * Return: the (first) string, or NULL if absent or not NUL-terminated.
 */
const char *of_get_string(const struct device_node *node, const char *name);

/**
 * of_next_string() - next string of a property that is a list of strings
 * @node: the node
 * @name: the property
 * @from: the one before; NULL: the first
 * Return: the string or NULL; one that is not NUL-terminated is none.
 */
const char *of_next_string(const struct device_node *node, const char *name, const char *from);

/**
 * of_match_string() - where in a list of strings one stands
 * @node: the node
 * @name: the property, for example interrupt-names
 * @wanted: the string
 * Return: its index; -ENODATA if the list does not have it; -EINVAL if there is no list.
 */
int of_match_string(const struct device_node *node, const char *name, const char *wanted);

/** of_read_number() - the number in @count cells of a property, more than two of which are cut */
u64 of_read_number(const void *cells, unsigned int count);

/**
 * of_get_number() - a property that is one number, of one or two cells
 * @node: the node
 * @name: the property
 * @number: set to it
 * Return: whether there is such a property.
 */
bool of_get_number(const struct device_node *node, const char *name, u64 *number);

/**
 * of_get_cell() - one cell of a property that is a list of cells
 * @node: the node
 * @name: the property
 * @index: which cell
 * @cell: set to it
 * Return: whether the property reaches that far.
 */
bool of_get_cell(const struct device_node *node, const char *name, unsigned int index, u32 *cell);

/**
 * of_find_phandle() - the node that others refer to by a number
 * @phandle: the number
 * Return: the node or NULL.
 */
const struct device_node *of_find_phandle(u32 phandle);

/**
 * of_next_child() - next child of a node
 * @parent: the node
 * @from: search behind this child; NULL: from the first
 * Return: the child or NULL; those whose status is not okay are passed over.
 */
const struct device_node *of_next_child(const struct device_node *parent,
					const struct device_node *from);

/**
 * of_get_memreserve() - an entry of the tree's /memreserve/ list
 * @index: which
 * @base: set to the physical address
 * @size: set to its size in bytes
 * Return: false behind the last one.
 */
bool of_get_memreserve(unsigned int index, phys_addr_t *base, u64 *size);

/**
 * of_scan_memory() - add the machine's RAM to memblock
 *
 * All nodes of device_type "memory". What overlaps or lies beyond the CPU's
 * addresses is named and cut; what has no usable reg is named and ignored.
 */
void of_scan_memory(void);

/**
 * of_scan_reserved() - reserve in memblock what the tree reserves
 *
 * /memreserve/, the children of /reserved-memory that have an address, and the initrd
 * of /chosen.
 */
void of_scan_reserved(void);

/**
 * struct of_reg - the ranges of a device, as its bus counts cells
 * @bus: the node's parent
 * @cells: the property; NULL: it has none
 * @address_cells: of an address
 * @entry_cells: of an address and a size
 * @count: how many ranges
 */
struct of_reg {
	const struct device_node *bus;
	const u32 *cells;
	unsigned int address_cells, entry_cells, count;
};

/**
 * of_get_reg() - where all of a device is
 * @node: the device
 * @reg: zeroed, or from the call for another device of the same tree: its bus is asked once; filled
 *	in; of a node without a reg with a count of 0
 * Return: 0; -EINVAL for a reg that is empty or ends inside an entry, or for cell counts that
 * cannot be an address.
 */
int of_get_reg(const struct device_node *node, struct of_reg *reg);

/** of_address_count() - how many ranges a device has, 0 without a reg; -EINVAL as of_get_reg() */
int of_address_count(const struct device_node *node);

/** of_reg_entry() - one of these ranges; parameters and result as of_get_address() */
int of_reg_entry(const struct of_reg *reg, unsigned int index, phys_addr_t *phys, u64 *size);

/**
 * of_get_address() - where a device is
 * @node: the device
 * @index: which entry of its reg
 * @phys: set to the CPU's physical address, translated through each bus's ranges
 * @size: set to its size in bytes; may be NULL
 *
 * Return: 0; -ENOENT: reg has no such entry; -EINVAL: cell counts that cannot
 * be an address; -ENXIO: a bus on the way does not translate it.
 */
int of_get_address(const struct device_node *node, unsigned int index, phys_addr_t *phys,
		   u64 *size);

/**
 * struct of_range - a window of a bus: what its children see, as its parent sees it
 * @space: the first of three cells of a PCI address, which says of what kind it is; else 0
 * @child: the first address, as children write it
 * @parent: the same address, as the bus above writes it
 * @size: in bytes
 */
struct of_range {
	u32 space;
	u64 child, parent, size;
};

/**
 * of_get_range() - an entry of a bus's ranges, by the cell counts of both sides
 * Return: 0; -ENOENT behind the last one; -ENXIO without ranges; -EINVAL: cell counts that cannot be
 * an address.
 */
int of_get_range(const struct device_node *bus, unsigned int index, struct of_range *range);

/**
 * of_translate_address() - an address on a bus as the CPU sees it
 * @bus: the bus; the root for one that is the CPU's already
 * @phys: replaced
 * Return: 0, or as of_get_address().
 */
int of_translate_address(const struct device_node *bus, phys_addr_t *phys);

/**
 * of_irq_get() - the irq of a device of the tree
 * @node: the device
 * @index: which one of its interrupts
 *
 * From interrupts-extended, or from interrupts and the nearest interrupt-parent; through
 * each interrupt-map on the way.
 * Return: the irq; -ENXIO if it has no such interrupt; -EINVAL, after one line that says
 * why, for one that makes no sense; else as irq_create_of_mapping().
 */
int of_irq_get(const struct device_node *node, unsigned int index);

#endif
