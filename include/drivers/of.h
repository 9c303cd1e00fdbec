/* SPDX-License-Identifier: MIT */
/*
 * DOC: the device tree
 *
 * The device tree describes the machine on AArch64. libfdt validates the flat tree once, and
 * of_unflatten() records where each node begins. Later look-ups use these records and read the
 * properties in place. libfdt's own look-ups would scan the whole tree each time.
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
 * @why: on failure the reason, in words that continue a sentence
 *
 * Boot, before any other of_ function.
 * Return: 0, or -EINVAL for a tree that is damaged or too old.
 */
int of_unflatten(const void *fdt, const char **why);

/** of_node_count() - number of nodes in the tree */
unsigned int of_node_count(void);

/**
 * of_find_node() - look up a node by path or alias
 * @path: "/a/b@1" (unit addresses may be omitted), or an alias, which a path may follow
 *	("soc/serial@2"); ends at ':' or NUL
 * Return: the node or NULL.
 */
const struct device_node *of_find_node(const char *path);

/**
 * of_find_compatible() - next node with a `compatible` string
 * @from: search after this node; NULL: from the start
 * @compatible: one string of the node's list
 * Return: the node or NULL; nodes whose status is not okay are skipped.
 */
const struct device_node *of_find_compatible(const struct device_node *from,
					     const char *compatible);

/**
 * of_find_type() - next node by device_type
 * @from: search after this node; NULL: from the start
 * @type: e.g. "memory"
 */
const struct device_node *of_find_type(const struct device_node *from, const char *type);

/** of_next_node() - walk all nodes, parents before their children. @from: NULL to begin. */
const struct device_node *of_next_node(const struct device_node *from);

/**
 * of_device_is_available() - does the node's status say that the device can be used?
 *
 * In the secure state (entered at EL3), `secure-status` is used if the node has it.
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
 * Return: the string or NULL; a string without a NUL counts as absent.
 */
const char *of_next_string(const struct device_node *node, const char *name, const char *from);

/**
 * of_match_string() - the index of a string in a list of strings
 * @node: the node
 * @name: the property, for example interrupt-names
 * @wanted: the string
 * Return: its index; -ENODATA if the list does not have it; -EINVAL if there is no list.
 */
int of_match_string(const struct device_node *node, const char *name, const char *wanted);

/** of_read_number() - the number in @count cells; of more than two, the last two are used */
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
 * Return: whether the property has this cell.
 */
bool of_get_cell(const struct device_node *node, const char *name, unsigned int index, u32 *cell);

/**
 * of_find_phandle() - the node with a phandle, the number by which other nodes refer to it
 * @phandle: the number
 * Return: the node or NULL.
 */
const struct device_node *of_find_phandle(u32 phandle);

/**
 * of_next_child() - next child of a node
 * @parent: the node
 * @from: search after this child; NULL: from the first
 * Return: the child or NULL; children whose status is not okay are skipped.
 */
const struct device_node *of_next_child(const struct device_node *parent,
					const struct device_node *from);

/**
 * of_get_memreserve() - an entry of the tree's /memreserve/ list
 * @index: which
 * @base: set to the physical address
 * @size: set to its size in bytes
 * Return: false after the last one.
 */
bool of_get_memreserve(unsigned int index, phys_addr_t *base, u64 *size);

/**
 * of_scan_memory() - add the machine's RAM to memblock
 *
 * Reads all nodes of device_type "memory". A range that is partly beyond the CPU's addresses is
 * reported and cut; a node without a usable reg is reported and ignored.
 */
void of_scan_memory(void);

/** of_is_ram() - is there RAM at an address? From the tree, so before of_scan_memory(), too. */
bool of_is_ram(phys_addr_t phys);

/**
 * of_scan_reserved() - reserve in memblock the ranges that the tree reserves
 *
 * /memreserve/, the children of /reserved-memory that have an address, and the initrd
 * of /chosen.
 */
void of_scan_reserved(void);

/**
 * struct of_reg - the reg property of a device, and the format of its entries
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
 * of_get_reg() - prepare to read the ranges of a device
 * @node: the device
 * @reg: filled in; @count is 0 without a reg. Zeroed before, or from an earlier call: then the cell
 *	counts of a bus are read once for all its devices
 * Return: 0; -EINVAL for a reg that is empty or ends inside an entry, or for invalid cell counts.
 */
int of_get_reg(const struct device_node *node, struct of_reg *reg);

/** of_address_count() - number of ranges of a device, 0 without a reg; -EINVAL as of_get_reg() */
int of_address_count(const struct device_node *node);

/** of_reg_entry() - one of these ranges; parameters and result as of_get_address() */
int of_reg_entry(const struct of_reg *reg, unsigned int index, phys_addr_t *phys, u64 *size);

/**
 * of_get_address() - the address of a device
 * @node: the device
 * @index: which entry of its reg
 * @phys: set to the physical address, translated through the ranges of each bus above the device
 * @size: set to its size in bytes; may be NULL
 *
 * Return: 0; -ENOENT: reg has no such entry; -EINVAL: invalid cell counts; -ENXIO: a bus does not
 * translate the address.
 */
int of_get_address(const struct device_node *node, unsigned int index, phys_addr_t *phys,
		   u64 *size);

/**
 * struct of_range - an entry of a bus's ranges: a window from its addresses to the parent's
 * @space: the first of the three cells of a PCI address, which gives the address space; else 0
 * @child: the first address on this bus
 * @parent: the same address on the parent bus
 * @size: in bytes
 */
struct of_range {
	u32 space;
	u64 child, parent, size;
};

/**
 * of_get_range() - read an entry of a bus's ranges
 * Return: 0; -ENOENT after the last one; -ENXIO without ranges; -EINVAL: invalid cell counts.
 */
int of_get_range(const struct device_node *bus, unsigned int index, struct of_range *range);

/**
 * of_translate_address() - translate an address on a bus to the CPU's physical address
 * @bus: the bus; for the root, the address does not change
 * @phys: replaced
 * Return: 0, or as of_get_address().
 */
int of_translate_address(const struct device_node *bus, phys_addr_t *phys);

/**
 * of_dma_address() - the address by which a device reaches memory (dma-ranges)
 * @device: the device; not the root
 * @phys: the memory, by the address that the CPU uses
 * @address: set to the address that the device uses
 * Return: 0; -ENXIO: the device cannot reach this memory.
 */
int of_dma_address(const struct device_node *device, phys_addr_t phys, u64 *address);

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

/**
 * of_irq_get_pci() - the irq to which the interrupt-map of a PCI host bridge leads
 * @bridge: the host bridge
 * @bus: number of its root bus
 * @devfn: device and function on that bus
 * @pin: 1 to 4, for INTA to INTD
 * Return: as of_irq_get().
 */
int of_irq_get_pci(const struct device_node *bridge, u8 bus, u8 devfn, u8 pin);

#endif
