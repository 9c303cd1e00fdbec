/* SPDX-License-Identifier: MIT */
/* Searches for a UART that is not at the ports of every PC. */
#ifndef DRIVERS_SERIAL_FIND_H
#define DRIVERS_SERIAL_FIND_H

#include <bootmap/types.h>
#include <drivers/earlycon.h>

/**
 * spcr_read() - the UART that ACPI's table SPCR names
 * @option: filled in
 * Return: whether there is a table that names a 16550.
 */
bool spcr_read(struct earlycon *option);

/**
 * pci_next_uart() - the next UART behind PCI
 * @function: bus, device and function to begin with, as in PCI's index register; set to that of the
 *	UART, which then answers at its address
 * @option: filled in
 * Return: whether there is one.
 */
bool pci_next_uart(u32 *function, struct earlycon *option);

#endif
