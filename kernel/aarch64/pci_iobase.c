// SPDX-License-Identifier: MIT
#include <bootmap/io.h>

/* Where the PCI host bridge's window to the I/O ports is mapped; NULL while there is none. */
void __iomem *pci_iobase;
