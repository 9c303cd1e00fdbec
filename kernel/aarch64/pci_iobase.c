// SPDX-License-Identifier: MIT
/*
 * AArch64 has no instructions for I/O ports. inb(), outb() and kin access a window of the PCI
 * host bridge instead; its address is kept here. drivers/pci/aarch64/pci-host-generic.c maps the
 * window and stores the address.
 */
#include <bootmap/io.h>

/* Where the PCI host bridge's window to the I/O ports is mapped; NULL while there is none. */
void __iomem *pci_iobase;
