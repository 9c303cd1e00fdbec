/* SPDX-License-Identifier: MIT */
/* Registers of the 16550 UART, counted from the first (TI TL16C550C). */
#ifndef DRIVERS_SERIAL_8250_H
#define DRIVERS_SERIAL_8250_H

#include <bootmap/compiler.h>
#include <drivers/earlycon.h>
#include <bootmap/types.h>

#define UART_RX	     0
#define UART_TX	     0
#define UART_DLL     0 /* the divisor, while LCR_DLAB is set */
#define UART_DLM     1
#define UART_IER     1
#define UART_IIR     2
#define UART_FCR     2
#define UART_LCR     3
#define UART_MCR     4
#define UART_LSR     5
#define UART_SCRATCH 7
#define UART_PORTS   8

#define IER_RX	      BIT(0) /* enough characters, or fewer and none for some time */
#define IIR_NONE      BIT(0)
#define FCR_ENABLE    BIT(0)
#define FCR_TRIGGER_8 BIT(7) /* of the 16 characters that the FIFO holds */
#define LCR_8N1	      GENMASK(1, 0)
#define LCR_DLAB      BIT(7)
#define MCR_DTR	      BIT(0)
#define MCR_RTS	      BIT(1)
#define MCR_OUT2      BIT(3)	    /* enables the interrupt output in a PC */
#define LSR_DR	      BIT(0)	    /* a character has arrived */
#define LSR_OE	      BIT(1)	    /* characters were lost before it */
#define LSR_BROKEN    GENMASK(4, 2) /* parity error, framing error, break */
#define LSR_THRE      BIT(5)	    /* transmitter's FIFO empty */

/**
 * struct uart8250 - the location of a UART
 * @base: its first register; for EARLYCON_IO the result of ioport_map()
 * @access: how its registers are accessed
 */
struct uart8250 {
	void __iomem *base;
	enum earlycon_access access;
};

/** uart_present() - is there a UART? Any context. */
bool uart_present(const struct uart8250 *at);

/**
 * uart_console_init() - make a UART the console
 * @at: its location
 * @baud: bits per second; 0: keep firmware's speed
 */
void uart_console_init(const struct uart8250 *at, unsigned long baud);

#endif
