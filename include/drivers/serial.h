/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_SERIAL_H
#define DRIVERS_SERIAL_H

#include <bootmap/console.h>
#include <bootmap/irq.h>
#include <bootmap/types.h>
#include <drivers/earlycon.h>
#include <drivers/platform_device.h>

/**
 * earlycon_init() - find the console and register it
 *
 * Tries earlycon= on the command line, then the console that firmware names, then any UART with a
 * driver. A failed step is logged. Panics if there is no usable console at all; the message is then
 * only in boot_failure.
 */
void earlycon_init(void);

/** earlycon_show_mapping() - print how the registers of the early console are mapped */
void earlycon_show_mapping(void);

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

/**
 * uart8250_console_init() - make a 16550 the console
 *
 * Sets the line speed if clock and speed are known.
 * Return: 0, or -ENODEV if there is no 16550 at those registers.
 */
int uart8250_console_init(const struct uart *uart);

/**
 * bcm2835_aux_console_init() - the same for the mini-UART of the Raspberry Pi
 *
 * Firmware has set the speed of its line.
 */
int bcm2835_aux_console_init(const struct uart *uart);

/**
 * console_set_interrupts() - receive by interrupt, or by polling
 * @console: the driver's; its receive() follows @interrupts, and reads what has arrived: a full FIFO would
 *	not interrupt again
 * @interrupts: whether it has an interrupt
 */
void console_set_interrupts(struct console *console, bool interrupts);

/**
 * of_serial_probe() - the probe function of a UART of the device tree
 * @pdev: the device
 * @console: its driver's console. If this device is the console, its registers are mapped by
 *	ioremap() from now on, and it receives by interrupt if it has one
 * @handler: of its interrupt
 * Return: 0, or an error of the functions that it calls.
 */
int of_serial_probe(struct platform_device *pdev, struct console *console, irq_handler_t handler);

/** of_serial_remove() - returns to the early mapping, so that the console still works */
void of_serial_remove(struct platform_device *pdev, struct console *console);

#endif
