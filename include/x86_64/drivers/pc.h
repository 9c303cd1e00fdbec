/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PC_H
#define DRIVERS_PC_H

#include <bootmap/types.h>

/* The ports of a PC's PCI host (PCI Local Bus Specification 3.0, 3.2.2.3.2): an index, and what it selects. */
#define CONF1_BASE   0xcf8
#define CONF1_DATA   4
#define CONF1_PORTS  8
#define CONF1_ENABLE BIT(31)

/** pc_add_devices() - create platform devices for those in tables, and those of every PC */
void pc_add_devices(void);

struct pci_dev;

/** pc_pci_irq() - the @get_irq of a PC's struct pci_host */
int pc_pci_irq(const struct pci_dev *dev, u8 devfn, u8 pin);

/**
 * pit_measure_counter() - the frequency of the time-stamp counter, measured by the 8254
 * Return: in Hz, rounded to 1 MHz; if it cannot be measured, after a message, a frequency that no
 * counter exceeds.
 */
u64 pit_measure_counter(void);

#endif
