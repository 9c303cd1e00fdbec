/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SERIAL_H
#define DRIVERS_SERIAL_H

#include <bootmap/types.h>

/**
 * earlycon_init() - find the console and register it
 *
 * Tries earlycon= on the command line, then the console that firmware names, then any UART with a
 * driver. A failed step is logged. Panics if there is no usable console at all; the message is then
 * only in boot_failure.
 */
void earlycon_init(void);

/**
 * struct uart - properties of a UART for its driver
 * @registers: mapped as long as it is the console
 * @clock: frequency of its clock, in Hz; 0: not known
 * @baud: bits per second, used if firmware has not set a speed
 */
struct uart {
	void __iomem *registers;
	u64 clock, baud;
};

/**
 * pl011_console_init() - make a PL011 the console
 *
 * Keeps the line speed that firmware has set; switches the UART on if it is off.
 * Return: 0, or -ENODEV if there is no PL011 at those registers.
 */
int pl011_console_init(const struct uart *uart);

/**
 * sbsa_uart_console_init() - the same for the generic UART of Arm's servers
 *
 * It is a PL011 that firmware has switched on, without line control and identification.
 */
int sbsa_uart_console_init(const struct uart *uart);

#endif
