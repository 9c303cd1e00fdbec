/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_SERIAL_H
#define BOOTMAP_SERIAL_H

#include <bootmap/types.h>

/**
 * earlycon_init() - find the console and register it
 *
 * earlycon= on the command line, else /chosen/stdout-path. Panics with a sentence,
 * which then stands in boot_failure alone, when there is no usable console.
 */
void earlycon_init(void);

/**
 * pl011_console_init() - make a PL011 the console
 * @base: its registers, for as long as it is the console
 *
 * Leaves the line speed as firmware chose it; switches the UART on if it is off.
 * Return: 0, or -ENODEV if there is no PL011 at @base.
 */
int pl011_console_init(void __iomem *base);

#endif
