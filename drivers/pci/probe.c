// SPDX-License-Identifier: MIT
/*
 * Finds the functions on a PCI bus and on the buses behind its bridges (PCI Local Bus Specification
 * 3.0, 6.1 and 6.2.1; PCI-to-PCI Bridge Architecture Specification 1.2, 3.2). The drivers of host
 * bridges call pci_scan().
 */
#include <bootmap/io.h>
#include <bootmap/slab.h>
#include <drivers/pci_host.h>
#include <stdio.h>

#define BUS_NUMBERS 0x18 /* of a bridge: primary, secondary, subordinate */

#define SECONDARY(numbers)   ((numbers) >> 8 & 0xff)
#define SUBORDINATE(numbers) ((numbers) >> 16 & 0xff)
#define LATENCY_TIMER	     0xff000000U /* has the same 32 bits as the numbers */

#define NO_VENDOR     0xffff
#define MULTIFUNCTION 0x80

#define DEVFNS	 256
#define NEXT_DEV 8

/* More bridges in a row than any machine has. Each needs some of the stack. */
#define MAX_DEPTH 16

u32 pci_ecam_read(const struct pci_host *host, u8 bus, u8 devfn, u16 where)
{
	return readl(host->ecam + PCI_ECAM_OFFSET(bus - host->root.number, devfn) + where);
}

void pci_ecam_write(const struct pci_host *host, u8 bus, u8 devfn, u16 where, unsigned int size,
		    u32 value)
{
	void __iomem *addr = host->ecam + PCI_ECAM_OFFSET(bus - host->root.number, devfn) + where;

	if (size == 1)
		writeb(value, addr);
	else if (size == 2)
		writew(value, addr);
	else
		writel(value, addr);
}

u32 pci_read32(const struct pci_dev *dev, u16 where)
{
	return dev->bus->host->read(dev->bus->host, dev->bus->number, dev->devfn, where);
}

void pci_write(const struct pci_dev *dev, u16 where, unsigned int size, u32 value)
{
	dev->bus->host->write(dev->bus->host, dev->bus->number, dev->devfn, where, size, value);
}

static void find_driver(struct pci_dev *dev)
{
	for_each_pci_driver(driver)
		for (const struct pci_device_id *id = (*driver)->id_table; id->vendor; id++)
			if (id->vendor == dev->vendor && id->device == dev->device)
				dev->pdev.dev.driver = &(*driver)->platform.driver;
}

static void name_function(struct pci_dev *dev)
{
	snprintf(dev->name, sizeof(dev->name), "0000:%02x:%02x.%x", dev->bus->number,
		 PCI_SLOT(dev->devfn), PCI_FUNC(dev->devfn));
	dev->pdev.dev.name = dev->name;
	for (unsigned int i = 0; i < PCI_NUM_RESOURCES; i++)
		dev->resource[i].name = dev->name;
}

/* Return: the function, or NULL if there is none. */
static struct pci_dev *add_function(struct pci_bus *bus, u8 devfn)
{
	u32 id = bus->host->read(bus->host, bus->number, devfn, PCI_VENDOR_ID);
	struct pci_dev *dev;

	if ((id & NO_VENDOR) == NO_VENDOR || !id)
		return NULL;
	dev = kzalloc(sizeof(*dev));
	if (!dev) {
		pr_warn("pci %02x:%02x: left out: no memory for it", bus->number, devfn);
		return NULL;
	}
	dev->bus = bus;
	dev->devfn = devfn;
	dev->vendor = id;
	dev->device = id >> 16;
	dev->class = pci_read32(dev, PCI_CLASS_REVISION) >> 8;
	dev->header = pci_read8(dev, PCI_HEADER_TYPE);
	dev->pin = pci_read8(dev, PCI_INTERRUPT_PIN);
	dev->pdev.resource = dev->resource;
	dev->pdev.num_resources = PCI_BARS;
	dev->pdev.get_irq = pci_get_irq;
	name_function(dev);
	pr_info("pci %s: [%04x:%04x] class 0x%06x", dev->name + sizeof("0000"), dev->vendor,
		dev->device, dev->class);
	pci_size_bars(dev);
	find_driver(dev);
	STAILQ_INSERT_TAIL(&bus->devices, dev, link);
	return dev;
}

static void find_functions(struct pci_bus *bus)
{
	for (unsigned int devfn = 0; devfn < DEVFNS; devfn += NEXT_DEV) {
		const struct pci_dev *dev = add_function(bus, devfn);

		if (dev && dev->header & MULTIFUNCTION)
			for (unsigned int function = 1; function < NEXT_DEV; function++)
				add_function(bus, devfn + function);
	}
}

static void begin_bus(struct pci_bus *bus, u8 number, u8 last)
{
	bus->number = number;
	bus->last = last;
	STAILQ_INIT(&bus->devices);
	snprintf(bus->name, sizeof(bus->name), "PCI Bus 0000:%02x", number);
}

static void set_numbers(const struct pci_dev *bridge, u8 secondary, u8 subordinate)
{
	u32 timer = pci_read32(bridge, BUS_NUMBERS) & LATENCY_TIMER;

	pci_write32(bridge, BUS_NUMBERS,
		    timer | subordinate << 16 | secondary << 8 | bridge->bus->number);
}

static unsigned int depth_of(const struct pci_bus *bus)
{
	unsigned int depth = 0;

	for (; bus->bridge; bus = bus->bridge->bus)
		depth++;
	return depth;
}

/* Return: NULL, or why there can be no bus behind the bridge. */
static const char *add_bus(struct pci_dev *bridge, unsigned int number, u8 last)
{
	struct pci_bus *bus;

	if (number > last)
		return "no bus number is left";
	if (depth_of(bridge->bus) == MAX_DEPTH)
		return "too many bridges in a row";
	bus = kzalloc(sizeof(*bus));
	if (!bus)
		return "no memory";
	bus->host = bridge->bus->host;
	bus->bridge = bridge;
	begin_bus(bus, number, last);
	for (unsigned int i = PCI_WINDOW_IO; i < PCI_NUM_RESOURCES; i++)
		bridge->resource[i].name = bus->name;
	bridge->behind = bus;
	return NULL;
}

/*
 * Keeps the numbers that firmware gave to the bridges on a bus. They must increase: a bridge that leads
 * back to a lower bus would be a loop. Other numbers are cleared, so that no two bridges forward to
 * one bus. Return: the highest number in use.
 */
static u8 keep_numbers(struct pci_bus *bus)
{
	u8 top = bus->number;

	for_each_pci_dev(bridge, bus) {
		u32 numbers = pci_is_bridge(bridge) ? pci_read32(bridge, BUS_NUMBERS) : 0;
		u8 first = SECONDARY(numbers), last = SUBORDINATE(numbers);

		if (!pci_is_bridge(bridge))
			continue;
		if (first > top && last >= first && last <= bus->last &&
		    !add_bus(bridge, first, last))
			top = last;
		else
			set_numbers(bridge, 0, 0);
	}
	return top;
}

/* Lists a bus and all behind it. Return: the highest number of a bus that it found. */
static u8 scan_bus(struct pci_bus *bus)
{
	u8 top;

	find_functions(bus);
	top = keep_numbers(bus);
	for_each_pci_dev(bridge, bus)
		if (bridge->behind)
			scan_bus(bridge->behind);
	for_each_pci_dev(bridge, bus) {
		const char *why = NULL;

		if (bridge->behind || !pci_is_bridge(bridge))
			continue;
		why = add_bus(bridge, top + 1, bus->last);
		if (why) {
			dev_warn(&bridge->pdev.dev, "what is behind it is left out: %s", why);
			continue;
		}
		set_numbers(bridge, top + 1, bus->last);
		top = scan_bus(bridge->behind);
		bridge->behind->last = top;
		set_numbers(bridge, bridge->behind->number, top);
	}
	return top;
}

/* Now that the resources are known, drivers may have them. */
static void add_devices(const struct pci_bus *bus)
{
	for_each_pci_dev(dev, bus) {
		platform_device_add(&dev->pdev);
		if (dev->behind)
			add_devices(dev->behind);
	}
}

void pci_scan(struct pci_host *host)
{
	host->root.host = host;
	begin_bus(&host->root, host->root.number, host->root.last);
	scan_bus(&host->root);
	pci_assign(&host->root);
	add_devices(&host->root);
}
