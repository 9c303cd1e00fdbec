// SPDX-License-Identifier: MIT
/*
 * Lists the devices on a PCI bus and on those behind its bridges (PCI Local Bus Specification 3.0,
 * chapter 6.1 and 6.2.1). The drivers of host bridges call pci_list().
 */
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <drivers/pci.h>

/* Offsets of 32-bit words in the header. */
#define CLASS_REVISION 0x08
#define HEADER_TYPE    0x0c
#define BUS_NUMBERS    0x18 /* of a bridge */

#define NO_VENDOR	    0xffff
#define TYPE(word)	    ((word) >> 16 & 0x7f)
#define TYPE_BRIDGE	    1
#define MULTIFUNCTION	    0x800000
#define SECONDARY_BUS(word) ((word) >> 8 & 0xff)

#define DEVFNS	 256
#define NEXT_DEV 8

u32 pci_ecam_read(const struct pci_host *host, u8 bus, u8 devfn, u16 offset)
{
	return readl(host->ecam + PCI_ECAM_OFFSET(bus - host->first_bus, devfn) + offset);
}

static void list_bus(const struct pci_host *host, u8 bus);

/* Bus numbers increase from the root on, so a bridge to a lower number is ignored. */
static void list_behind(const struct pci_host *host, u8 bus, u8 devfn)
{
	u8 behind = SECONDARY_BUS(host->read(host, bus, devfn, BUS_NUMBERS));

	if (behind > bus && behind <= host->last_bus)
		list_bus(host, behind);
}

/* Return: the word with the header type; 0 if there is no device. */
static u32 list_function(const struct pci_host *host, u8 bus, u8 devfn)
{
	u32 id = host->read(host, bus, devfn, PCI_VENDOR_ID), type;

	if ((id & NO_VENDOR) == NO_VENDOR || !id)
		return 0;
	type = host->read(host, bus, devfn, HEADER_TYPE);
	pr_info("pci %02x:%02x.%x: [%04x:%04x] class 0x%06x", bus, PCI_SLOT(devfn), PCI_FUNC(devfn),
		id & 0xffff, id >> 16, host->read(host, bus, devfn, CLASS_REVISION) >> 8);
	if (TYPE(type) == TYPE_BRIDGE)
		list_behind(host, bus, devfn);
	return type;
}

static void list_bus(const struct pci_host *host, u8 bus)
{
	for (unsigned int dev = 0; dev < DEVFNS; dev += NEXT_DEV)
		if (list_function(host, bus, dev) & MULTIFUNCTION)
			for (unsigned int function = 1; function < NEXT_DEV; function++)
				list_function(host, bus, dev + function);
}

void pci_list(const struct pci_host *host)
{
	list_bus(host, host->first_bus);
}
