/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SERIAL_H
#define DRIVERS_SERIAL_H

#include <bootmap/types.h>

/**
 * earlycon_init() - find the console and register it
 *
 * earlycon= on the command line; else what firmware names; else any UART that can be driven.
 * What leads to nothing is said. Panics with a sentence, which then stands in boot_failure alone,
 * when there is no usable console at all.
 */
void earlycon_init(void);

/**
 * struct uart - what its driver has to know
 * @registers: for as long as it is the console
 * @clock: of its bits, in Hz; 0: not known
 * @baud: bits a second, should nobody have chosen that yet
 */
struct uart {
	void __iomem *registers;
	u64 clock, baud;
};

/**
 * pl011_console_init() - make a PL011 the console
 *
 * Leaves the line speed as firmware chose it; switches the UART on if it is off.
 * Return: 0, or -ENODEV if there is no PL011 at those registers.
 */
int pl011_console_init(const struct uart *uart);

/**
 * sbsa_uart_console_init() - the same for the generic UART of Arm's servers
 *
 * Which is a PL011 that firmware has switched on, without line control and identification.
 */
int sbsa_uart_console_init(const struct uart *uart);

#endif
