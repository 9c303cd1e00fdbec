/* SPDX-License-Identifier: MIT */
/* Registers of the 16550 UART, counted from the first (TI TL16C550C). */
#ifndef DRIVERS_SERIAL_8250_H
#define DRIVERS_SERIAL_8250_H

#include <bootmap/compiler.h>
#include <drivers/earlycon.h>
#include <bootmap/types.h>

#define UART_RX	     0
#define UART_TX	     0
#define UART_DLL     0 /* the divisor, with LCR_DLAB */
#define UART_DLM     1
#define UART_IER     1
#define UART_IIR     2
#define UART_FCR     2
#define UART_LCR     3
#define UART_MCR     4
#define UART_LSR     5
#define UART_SCRATCH 7
#define UART_PORTS   8

#define IER_RX	      BIT(0) /* enough has arrived, or less but nothing more since */
#define IIR_NONE      BIT(0)
#define FCR_ENABLE    BIT(0)
#define FCR_TRIGGER_8 BIT(7) /* of the 16 characters that the FIFO holds */
#define LCR_8N1	      GENMASK(1, 0)
#define LCR_DLAB      BIT(7)
#define MCR_DTR	      BIT(0)
#define MCR_RTS	      BIT(1)
#define MCR_OUT2      BIT(3)	    /* a PC lets interrupts out only with this */
#define LSR_DR	      BIT(0)	    /* a character has arrived */
#define LSR_OE	      BIT(1)	    /* some were lost before it */
#define LSR_BROKEN    GENMASK(4, 2) /* parity error, framing error, break */
#define LSR_THRE      BIT(5)	    /* transmitter's FIFO empty */

/**
 * struct uart8250 - where one is
 * @base: its first register; for EARLYCON_IO what ioport_map() returned
 * @access: how its registers are reached
 */
struct uart8250 {
	void __iomem *base;
	enum earlycon_access access;
};

/** uart_present() - is there one? Any time. */
bool uart_present(const struct uart8250 *at);

/**
 * uart_console_init() - make it the console
 * @at: where it is
 * @baud: bits a second; 0: as firmware chose it
 */
void uart_console_init(const struct uart8250 *at, unsigned long baud);

#endif
