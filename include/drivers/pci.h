/* SPDX-License-Identifier: MIT */
/*
 * DOC: PCI
 *
 * Each function of a PCI device has configuration registers, which are found by its bus, device and
 * function number. Six of them, the Base Address Registers (BARs), say at which addresses the
 * function's own registers are. A scan of the buses creates a struct pci_dev for each function, gives
 * each BAR a range of the resource tree, and selects a driver by the IDs in the configuration
 * registers.
 *
 * A PCI device is a platform device whose resources were found by the scan. Therefore it is in the
 * same list, its probe function may return -EPROBE_DEFER, and devm_ functions work:
 *
 *	err = pci_enable(dev);
 *	base = pci_ioremap_bar(dev, 0);
 *	irq = pci_irq(dev);
 *
 * Drivers of host bridges include <drivers/pci_host.h>.
 */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H

#include <drivers/platform_device.h>

/* Configuration registers that all functions have (PCI Local Bus Specification 3.0, 6.1). */
#define PCI_VENDOR_ID	    0x00 /* with the device's number above */
#define PCI_COMMAND	    0x04
#define PCI_CLASS_REVISION  0x08
#define PCI_HEADER_TYPE	    0x0e
#define PCI_BASE_ADDRESS(i) (0x10 + 4 * (i))
#define PCI_INTERRUPT_LINE  0x3c
#define PCI_INTERRUPT_PIN   0x3d

#define PCI_COMMAND_IO		 BIT(0)
#define PCI_COMMAND_MEMORY	 BIT(1)
#define PCI_COMMAND_MASTER	 BIT(2)
#define PCI_COMMAND_DECODE	 (PCI_COMMAND_IO | PCI_COMMAND_MEMORY)
#define PCI_COMMAND_INTX_DISABLE BIT(10)

/* The numbers of a device and of its function, in one byte. */
#define PCI_SLOT(devfn) ((devfn) >> 3)
#define PCI_FUNC(devfn) ((devfn)&7)

/* The lower bits of a BAR. Memory has a type: 64 bits, in this BAR and the next one, or less. */
#define PCI_BAR_IO	 BIT(0)
#define PCI_BAR_TYPE	 GENMASK(2, 1)
#define PCI_BAR_64	 BIT(2)
#define PCI_BAR_PREFETCH BIT(3)
#define PCI_BAR_IO_MASK	 (~0x3UL)
#define PCI_BAR_MEM_MASK (~0xfUL)

/* Indices in resource[] of struct pci_dev. */
enum {
	PCI_BARS = 6,	     /* BAR 0 to 5; a bridge has only the first two */
	PCI_WINDOW_IO = 6,   /* addresses that a bridge forwards: I/O ports, */
	PCI_WINDOW_MEM,	     /* memory, */
	PCI_WINDOW_PREFETCH, /* and memory that may be read ahead */
	PCI_NUM_RESOURCES,
};

#define PCI_NAME_MAX sizeof("0000:00:00.0")

struct pci_bus;

/**
 * struct pci_dev - one function of a PCI device
 * @pdev: name ("0000:00:03.0": segment, bus, device, function), driver, resources
 * @bus: the bus on which it is
 * @behind: for a bridge, the bus behind it; else NULL
 * @devfn: see PCI_SLOT(), PCI_FUNC()
 * @header: format of its configuration registers, see pci_is_bridge()
 * @pin: its interrupt pin: 1 to 4 for INTA to INTD, 0: none
 * @vendor: who made it
 * @device: the vendor's number for it
 * @class: class, subclass, programming interface: 8 bits each
 * @unfit: a BAR has no address
 * @resource: see PCI_BARS; flags 0: there is none. Without a parent it has no address
 * @name: of @pdev
 * @link: in the list of its bus
 */
struct pci_dev {
	struct platform_device pdev;
	struct pci_bus *bus, *behind;
	u8 devfn, header, pin;
	u16 vendor, device;
	u32 class;
	bool unfit;
	struct resource resource[PCI_NUM_RESOURCES];
	char name[PCI_NAME_MAX];
	STAILQ_ENTRY(pci_dev) link;
};

#define to_pci_dev(platform_dev) container_of(platform_dev, struct pci_dev, pdev)

/** struct pci_device_id - a kind of function that a driver handles; a table ends with zeros */
struct pci_device_id {
	u16 vendor, device;
};

/**
 * struct pci_driver - a driver of PCI devices
 * @platform: PCI_DRIVER("name")
 * @id_table: the kinds of functions that it handles
 * @probe: start to use a device; 0, or -Exxx without side effects
 */
struct pci_driver {
	struct platform_driver platform;
	const struct pci_device_id *id_table;
	int (*probe)(struct pci_dev *dev);
};

#define PCI_DRIVER(driver_name)                                              \
	{                                                                    \
		.driver = { .name = (driver_name) }, .probe = pci_call_probe \
	}

/** pci_call_probe() - what the platform calls for a PCI device: its driver's @probe */
int pci_call_probe(struct platform_device *pdev);

/**
 * module_pci_driver() - register a driver
 * @variable: a struct pci_driver
 */
#define module_pci_driver(variable)                                                              \
	static const struct pci_driver *const variable##_entry __used __section("pci_drivers") = \
		&(variable)

/* The list, one pointer for each driver, between symbols that linker.ld defines. */
extern const struct pci_driver *const __start_pci_drivers[];
extern const struct pci_driver *const __stop_pci_drivers[];

#define for_each_pci_driver(driver)                                        \
	for (const struct pci_driver *const *driver = __start_pci_drivers; \
	     driver < __stop_pci_drivers; driver++)

/**
 * pci_read8() - read a configuration register
 * @dev: the function
 * @where: offset of the register, a multiple of its size
 */
u32 pci_read32(const struct pci_dev *dev, u16 where);
static inline u16 pci_read16(const struct pci_dev *dev, u16 where)
{
	return pci_read32(dev, where & ~3) >> 8 * (where & 3);
}
static inline u8 pci_read8(const struct pci_dev *dev, u16 where)
{
	return pci_read32(dev, where & ~3) >> 8 * (where & 3);
}

/**
 * pci_write8() - write a configuration register
 * @dev: the function
 * @where: offset of the register, a multiple of its size
 * @value: replaces it. Neighbours in the same 32 bits do not change.
 */
void pci_write(const struct pci_dev *dev, u16 where, unsigned int size, u32 value);
#define pci_write8(dev, where, value)  pci_write(dev, where, 1, value)
#define pci_write16(dev, where, value) pci_write(dev, where, 2, value)
#define pci_write32(dev, where, value) pci_write(dev, where, 4, value)

/**
 * pci_enable() - let a function answer at the addresses of its BARs
 * @dev: the function
 *
 * The scan has done this already, so that the monitor can look at devices without a driver.
 * Return: 0; -ENXIO, after a message, if a BAR has no address.
 */
int pci_enable(struct pci_dev *dev);

/**
 * pci_ioremap_bar() - request and map the memory of a BAR, as ioremap() does
 * pci_ioremap_wc_bar() - the same, as ioremap_wc() does
 * @dev: the function, enabled
 * @bar: 0 to 5
 *
 * The region has the driver's name. The driver's removal releases region and mapping.
 * Return: the mapping; after a message, IOMEM_ERR_PTR() of -EINVAL if the BAR is no memory or has no
 * address, -EBUSY if the region has an owner, or -ENOMEM.
 */
void __iomem *pci_ioremap_bar(struct pci_dev *dev, unsigned int bar);
void __iomem *pci_ioremap_wc_bar(struct pci_dev *dev, unsigned int bar);

/**
 * pci_irq() - the irq of a function's interrupt pin
 * @dev: the function
 *
 * Also allows the function to signal it.
 * Return: the irq; -EPROBE_DEFER if its controller has no driver yet; -ENXIO if it has no pin, or
 * nothing says where the pin leads; another error of irq_create_of_mapping().
 */
static inline int pci_irq(struct pci_dev *dev)
{
	return platform_get_irq_optional(&dev->pdev, 0);
}

#endif
