// SPDX-License-Identifier: MIT
/*
 * AArch64 has no instructions for I/O ports. inb(), outb() and others access a window of the PCI
 * host bridge instead, whose address is stored here. drivers/pci/aarch64/pci-host-generic.c maps
 * the window.
 */
#include <bootmap/io.h>

/* Where the PCI host bridge's window to the I/O ports is mapped; NULL while there is none. */
void __iomem *pci_iobase;
