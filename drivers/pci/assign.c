// SPDX-License-Identifier: MIT
/*
 * Gives BARs and the windows of bridges their places in the resource tree. A BAR lies inside the window of
 * each bridge above it, up to a window of the host bridge.
 *
 * Addresses that firmware has set are kept if they are in such a window and belong to nobody else. All
 * others are found with allocate_resource(). For this, bridges are asked first how large their windows
 * have to be, those farthest from the CPU before the others. Then the places are given in the opposite
 * order. On each bus, what has the largest alignment goes first, so that no gaps are lost.
 */
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/pci_host.h>

#define FOUR_GIB 0x100000000UL

/* Lower ports belong to devices of the main board, some of which nothing describes. */
#define FIRST_PORT 0x1000

#define CLOSED_BASE 0xfff0f000U /* the highest of both kinds */

static void remove_window(void *window)
{
	remove_resource(window);
}

int pci_add_window(struct pci_host *host, u32 flags, u64 start, u64 size, u64 bus_start)
{
	struct pci_window *window = devm_kzalloc(host->dev, sizeof(*window)), **last;
	int err;

	if (!window)
		return -ENOMEM;
	window->res = (struct resource)DEFINE_RES_NAMED(start, size, host->root.name, flags);
	window->offset = start - bus_start;
	/* Some ports already have owners, which become children. Memory must be free. */
	err = flags == IORESOURCE_IO ? insert_resource(&ioport_resource, &window->res) :
				       request_resource(&iomem_resource, &window->res);
	if (err)
		return err;
	for (last = &host->windows; *last; last = &(*last)->next)
		;
	*last = window;
	return devm_add_action_or_reset(host->dev, remove_window, &window->res);
}

/* What the host bridge subtracts from an address of the CPU. */
static u64 offset_of(const struct pci_dev *dev, const struct resource *res)
{
	const struct pci_window *window = dev->bus->host->windows;

	while (!resource_contains(&window->res, res))
		window = window->next;
	return window->offset;
}

/*
 * From an address on the bus, which is what a BAR has, to the CPU's. Return: the window of the host bridge
 * around it, or NULL.
 */
static struct resource *to_cpu_address(const struct pci_host *host, struct resource *res)
{
	for (struct pci_window *window = host->windows; window; window = window->next) {
		struct resource moved = *res;

		moved.start += window->offset;
		moved.end += window->offset;
		if (!resource_contains(&window->res, &moved))
			continue;
		res->start = moved.start;
		res->end = moved.end;
		return &window->res;
	}
	return NULL;
}

/* The window of a bridge that contains the addresses, or NULL. */
static struct resource *window_around(struct pci_dev *bridge, const struct resource *res)
{
	for (unsigned int i = PCI_WINDOW_IO; i < PCI_NUM_RESOURCES; i++)
		if (bridge->resource[i].parent && resource_contains(&bridge->resource[i], res))
			return &bridge->resource[i];
	return NULL;
}

/* Keeps what firmware has set, if it can stay there. */
static void claim(struct pci_dev *dev, unsigned int i)
{
	struct resource *res = &dev->resource[i], *parent, *holder = NULL;
	char text[RESOURCE_TEXT_MAX];

	resource_format(text, sizeof(text), res);
	parent = to_cpu_address(dev->bus->host, res);
	if (parent && dev->bus->bridge)
		parent = window_around(dev->bus->bridge, res);
	if (parent)
		holder = request_resource_conflict(parent, res);
	if (res->parent)
		return;
	dev_warn(&dev->pdev.dev, "%s, set by firmware, %s%s: moved", text,
		 holder ? "belongs to " : "is not forwarded to its bus",
		 holder ? holder->name : "");
	if (i < PCI_BARS)
		pci_set_size(res, resource_size(res), resource_size(res));
	else
		pci_set_size(res, 0, 0);
}

/* Until a function has all its addresses, it must not answer. */
static void claim_bus(const struct pci_bus *bus)
{
	for_each_pci_dev(dev, bus) {
		u16 decode = PCI_COMMAND_DECODE;

		for (unsigned int i = 0; i < PCI_NUM_RESOURCES; i++) {
			if (dev->resource[i].flags && !(dev->resource[i].flags & IORESOURCE_UNSET))
				claim(dev, i);
			if (i < PCI_BARS && dev->resource[i].flags & IORESOURCE_UNSET)
				decode = 0;
		}
		if (!decode)
			pci_write16(dev, PCI_COMMAND,
				    pci_read16(dev, PCI_COMMAND) & ~PCI_COMMAND_DECODE);
		if (dev->behind)
			claim_bus(dev->behind);
	}
}

/* The largest alignment, less than @bound, of what still needs an address; 0: there is none. */
static u64 next_alignment(const struct pci_bus *bus, u64 bound)
{
	u64 largest = 0;

	for_each_pci_dev(dev, bus)
		for (unsigned int i = 0; i < PCI_NUM_RESOURCES; i++)
			if (dev->resource[i].flags & IORESOURCE_UNSET &&
			    dev->resource[i].start < bound && dev->resource[i].start > largest)
				largest = dev->resource[i].start;
	return largest;
}

/* Calls a function for all that need an address, those with a larger alignment first. */
static void by_alignment(const struct pci_bus *bus,
			 void (*visit)(struct pci_dev *dev, struct resource *res))
{
	for (u64 align = next_alignment(bus, RESOURCE_SIZE_MAX); align;
	     align = next_alignment(bus, align))
		for_each_pci_dev(dev, bus)
			for (unsigned int i = 0; i < PCI_NUM_RESOURCES; i++) {
				struct resource *res = &dev->resource[i];

				if (res->flags & IORESOURCE_UNSET && res->start == align)
					visit(dev, res);
			}
}

/* Which of its bridge's windows leads to a resource on the bus. */
static unsigned int window_for(const struct pci_bus *bus, const struct resource *res)
{
	u32 wide = IORESOURCE_PREFETCH | IORESOURCE_MEM_64;

	if (resource_type(res) == IORESOURCE_IO)
		return PCI_WINDOW_IO;
	return (res->flags & wide) == wide && bus->bridge->resource[PCI_WINDOW_PREFETCH].flags ?
		       PCI_WINDOW_PREFETCH :
		       PCI_WINDOW_MEM;
}

/* Adds a resource to its window, which starts with the alignment of the first one. */
static void add_to_window(struct pci_dev *dev, struct resource *res)
{
	struct resource *window = &dev->bus->bridge->resource[window_for(dev->bus, res)];
	u64 size = ROUND_UP(resource_size(window), res->start) + resource_size(res);

	if (window->flags & IORESOURCE_UNSET)
		pci_set_size(window, size, max(window->start, res->start));
}

static void size_windows(const struct pci_bus *bus)
{
	for_each_pci_dev(dev, bus) {
		if (!dev->behind)
			continue;
		size_windows(dev->behind);
		by_alignment(dev->behind, add_to_window);
		for (unsigned int i = PCI_WINDOW_IO; i < PCI_NUM_RESOURCES; i++) {
			struct resource *res = &dev->resource[i];
			u64 unit = i == PCI_WINDOW_IO ? PCI_IO_UNIT : PCI_MEMORY_UNIT;

			if (res->flags & IORESOURCE_UNSET && resource_size(res))
				pci_set_size(res, ROUND_UP(resource_size(res), unit),
					     max(res->start, unit));
		}
	}
}

/* On the root bus: memory that may be above 4 GiB and read ahead goes there, if there is room. */
static int allocate_on_root(const struct pci_host *host, struct resource *res)
{
	bool wide = res->flags & IORESOURCE_MEM_64,
	     above = wide && res->flags & IORESOURCE_PREFETCH;
	u64 align = res->start;

	for (int attempt = 0; attempt < 1 + wide; attempt++, above = !above)
		for (struct pci_window *window = host->windows; window; window = window->next) {
			u64 max = wide ? RESOURCE_SIZE_MAX : FOUR_GIB - 1 + window->offset;

			if (resource_type(&window->res) == resource_type(res) &&
			    (window->res.start - window->offset >= FOUR_GIB) == above &&
			    !(window->offset & (align - 1)) &&
			    !allocate_resource(&window->res, res, resource_size(res), FIRST_PORT,
					       max, align))
				return 0;
		}
	return -EBUSY;
}

static void write_bar(const struct pci_dev *dev, unsigned int i)
{
	const struct resource *res = &dev->resource[i];
	u64 address = res->start - offset_of(dev, res);

	pci_write32(dev, PCI_BASE_ADDRESS(i), address);
	if (res->flags & IORESOURCE_MEM_64)
		pci_write32(dev, PCI_BASE_ADDRESS(i + 1), address >> 32);
}

static int allocate(const struct pci_dev *dev, struct resource *res)
{
	struct resource *window;

	if (!dev->bus->bridge)
		return allocate_on_root(dev->bus->host, res);
	window = &dev->bus->bridge->resource[window_for(dev->bus, res)];
	return window->parent ? allocate_resource(window, res, resource_size(res), 0,
						  RESOURCE_SIZE_MAX, res->start) :
				-EBUSY;
}

static void place(struct pci_dev *dev, struct resource *res)
{
	unsigned int i = res - dev->resource;

	res->flags &= ~IORESOURCE_UNSET;
	if (!allocate(dev, res)) {
		if (i < PCI_BARS)
			write_bar(dev, i);
		return;
	}
	dev_warn(&dev->pdev.dev, "no room for %s %u: it needs 0x%lx %s",
		 i < PCI_BARS ? "BAR" : "window", i % PCI_BARS, resource_size(res),
		 resource_type(res) == IORESOURCE_IO ? "ports" : "bytes");
	res->flags = 0;
	dev->unfit |= i < PCI_BARS;
}

/* A window without an address is closed: its base is above its limit. */
static void write_window(const struct pci_dev *bridge, unsigned int i)
{
	const struct resource *res = &bridge->resource[i];
	u64 start = CLOSED_BASE, end = 0;

	if (res->parent) {
		start = res->start - offset_of(bridge, res);
		end = start + resource_size(res) - 1;
	}
	if (i == PCI_WINDOW_IO) {
		pci_write16(bridge, PCI_IO_BASE, (start >> 8 & 0xf0) | (end & 0xf000));
		pci_write32(bridge, PCI_IO_BASE_UPPER, 0);
		return;
	}
	pci_write32(bridge, i == PCI_WINDOW_MEM ? PCI_MEMORY_BASE : PCI_PREFETCH_BASE,
		    (start >> 16 & 0xfff0) | (end & 0xfff00000));
	if (i == PCI_WINDOW_PREFETCH) {
		pci_write32(bridge, PCI_PREFETCH_BASE_UPPER, start >> 32);
		pci_write32(bridge, PCI_PREFETCH_LIMIT_UPPER, end >> 32);
	}
}

static void place_bus(const struct pci_bus *bus)
{
	by_alignment(bus, place);
	for_each_pci_dev(dev, bus) {
		for (unsigned int i = PCI_WINDOW_IO; dev->behind && i < PCI_NUM_RESOURCES; i++)
			write_window(dev, i);
		if (!dev->unfit)
			pci_enable(dev);
		if (dev->behind)
			place_bus(dev->behind);
	}
}

void pci_assign(struct pci_bus *bus)
{
	claim_bus(bus);
	size_windows(bus);
	place_bus(bus);
}
