/* SPDX-License-Identifier: MIT */
/*
 * DOC: PCI host bridges
 *
 * A host bridge connects the CPU to the root bus. Its driver says how configuration registers are
 * accessed, and which addresses the bridge forwards to the bus (its windows). Then pci_scan() does the rest.
 *
 * Configuration registers are either all mapped (ECAM of PCI Express), 4 KiB for each of 8 functions
 * of 32 devices on each bus, or accessed one at a time through a pair of I/O ports (conf1).
 */
#ifndef DRIVERS_PCI_HOST_H
#define DRIVERS_PCI_HOST_H

#include <drivers/pci.h>

struct pci_window;

/**
 * struct pci_bus - a bus
 * @host: the host bridge above it
 * @bridge: whose other side it is; NULL: the root bus
 * @number: its own
 * @last: the highest number of a bus behind it
 * @devices: its functions
 * @name: "PCI Bus 0000:00", for listings
 */
struct pci_bus {
	struct pci_host *host;
	struct pci_dev *bridge;
	u8 number, last;
	STAILQ_HEAD(pci_dev_list, pci_dev) devices;
	char name[sizeof("PCI Bus 0000:00")];
};

/**
 * struct pci_host - a host bridge
 * @dev: itself
 * @read: 32 bits of the configuration space; all ones if there is no device
 * @write: 1, 2 or 4 bytes of it
 * @get_irq: the irq to which a pin (1 to 4) of a device on the root bus leads. @dev is the function
 *	that asks; it may be behind bridges
 * @ecam: of the root bus, for pci_ecam_read() and pci_ecam_write()
 * @windows: see pci_add_window()
 * @root: its number and the highest one that @read reaches are set before pci_scan()
 */
struct pci_host {
	struct device *dev;
	u32 (*read)(const struct pci_host *host, u8 bus, u8 devfn, u16 where);
	void (*write)(const struct pci_host *host, u8 bus, u8 devfn, u16 where, unsigned int size,
		      u32 value);
	int (*get_irq)(const struct pci_dev *dev, u8 devfn, u8 pin);
	void __iomem *ecam;
	struct pci_window *windows;
	struct pci_bus root;
};

/* Offset of a function's registers in an ECAM. */
#define PCI_ECAM_BUS_SHIFT	    20
#define PCI_ECAM_OFFSET(bus, devfn) (((u64)(bus) << PCI_ECAM_BUS_SHIFT) | (u64)(devfn) << 12)

/** pci_ecam_read() - the @read of struct pci_host for an ECAM */
u32 pci_ecam_read(const struct pci_host *host, u8 bus, u8 devfn, u16 where);

/** pci_ecam_write() - the @write of struct pci_host for an ECAM */
void pci_ecam_write(const struct pci_host *host, u8 bus, u8 devfn, u16 where, unsigned int size,
		    u32 value);

/**
 * struct pci_window - addresses that a host bridge forwards
 * @res: as the CPU sees them, in the resource tree
 * @offset: what is subtracted for the address on the bus
 * @next: in the host's list
 */
struct pci_window {
	struct resource res;
	u64 offset;
	struct pci_window *next;
};

/**
 * pci_add_window() - tell which addresses the host bridge forwards
 * @host: the host bridge
 * @flags: IORESOURCE_IO or IORESOURCE_MEM
 * @start: the first address, as the CPU sees it
 * @size: in bytes
 * @bus_start: the same address on the bus
 *
 * Ports that already have an owner become its children; memory must be free.
 * Return: 0; -ENOMEM; -EBUSY, after a message, if it overlaps another resource.
 */
int pci_add_window(struct pci_host *host, u32 flags, u64 start, u64 size, u64 bus_start);

/**
 * pci_scan() - find, list and set up all functions, and those behind bridges
 * @host: the host bridge
 *
 * Bus numbers and BARs that firmware has set are kept if they are usable. The devices are added
 * to the platform's list, so their drivers are probed next.
 */
void pci_scan(struct pci_host *host);

/* The following is for drivers/pci only. */

#define PCI_HEADER_TYPE_MASK 0x7f
#define PCI_HEADER_BRIDGE    1

static inline bool pci_is_bridge(const struct pci_dev *dev)
{
	return (dev->header & PCI_HEADER_TYPE_MASK) == PCI_HEADER_BRIDGE;
}

/* A bridge's windows. Each base has the limit behind it. */
#define PCI_IO_BASE		 0x1c
#define PCI_IO_BASE_UPPER	 0x30
#define PCI_IO_UNIT		 0x1000
#define PCI_MEMORY_BASE		 0x20
#define PCI_MEMORY_UNIT		 0x100000
#define PCI_PREFETCH_BASE	 0x24
#define PCI_PREFETCH_64		 BIT(0) /* the register's upper halves are there */
#define PCI_PREFETCH_BASE_UPPER	 0x28
#define PCI_PREFETCH_LIMIT_UPPER 0x2c

/**
 * pci_set_size() - a resource that needs an address
 * @res: receives IORESOURCE_UNSET, @align as its start, and its size
 * @size: in bytes; 0: it needs none
 * @align: of its future address
 */
void pci_set_size(struct resource *res, u64 size, u64 align);

/** pci_size_bars() - find addresses and sizes of a function's BARs and of a bridge's windows */
void pci_size_bars(struct pci_dev *dev);

/** pci_get_irq() - the @get_irq of the platform devices */
int pci_get_irq(const struct platform_device *pdev, unsigned int index);

/** pci_assign() - give BARs and windows on @bus, and behind it, their addresses */
void pci_assign(struct pci_bus *bus);

#define for_each_pci_dev(dev, bus) \
	for (struct pci_dev *dev = STAILQ_FIRST(&(bus)->devices); dev; dev = STAILQ_NEXT(dev, link))

#endif
