/* SPDX-License-Identifier: MIT */
/*
 * DOC: PCI
 *
 * Access to the configuration space only: 4 KiB of registers for each of 8 functions of 32
 * devices on each bus. It is either mapped as a whole (ECAM of PCI Express), or read one register
 * at a time through a pair of I/O ports (conf1).
 */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H

#include <bootmap/types.h>

/**
 * struct pci_host - a method of access to the configuration space
 * @read: 32 bits of it; all ones if there is no device
 * @ecam: of @first_bus, for pci_ecam_read()
 * @first_bus: where a walk begins
 * @last_bus: the last one that @read reaches
 */
struct pci_host {
	u32 (*read)(const struct pci_host *host, u8 bus, u8 devfn, u16 offset);
	const void __iomem *ecam;
	u8 first_bus, last_bus;
};

#define PCI_VENDOR_ID 0x00 /* with the device's number above */

/* The numbers of a device and of its function, in one byte. */
#define PCI_SLOT(devfn) ((devfn) >> 3)
#define PCI_FUNC(devfn) ((devfn)&7)

/* Offset of a function's registers in an ECAM. */
#define PCI_ECAM_BUS_SHIFT	    20
#define PCI_ECAM_OFFSET(bus, devfn) (((u64)(bus) << PCI_ECAM_BUS_SHIFT) | (u64)(devfn) << 12)

/** pci_ecam_read() - the @read of struct pci_host for an ECAM */
u32 pci_ecam_read(const struct pci_host *host, u8 bus, u8 devfn, u16 offset);

/** pci_list() - print all functions, also those behind bridges that firmware has set up */
void pci_list(const struct pci_host *host);

#endif
