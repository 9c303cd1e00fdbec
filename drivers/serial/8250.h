/* SPDX-License-Identifier: MIT */
/* Registers of the 16550 UART, counted from the first (TI TL16C550C). */
#ifndef DRIVERS_SERIAL_8250_H
#define DRIVERS_SERIAL_8250_H

#include <bootmap/compiler.h>
#include <bootmap/console.h>
#include <bootmap/irq.h>
#include <drivers/serial.h>

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

/* Enough characters, or fewer and none for some time; errors. A mini-UART wants both bits for characters. */
#define IER_RX	      (BIT(0) | BIT(2))
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

extern struct console uart8250_console;

/** uart8250_present() - is there a UART? Any context. */
bool uart8250_present(const struct uart *uart);

/** uart8250_start() - make a UART that is there the console; see uart8250_console_init() */
void uart8250_start(const struct uart *uart);

/** uart8250_interrupt() - the interrupt handler of the UART that is the console */
irqreturn_t uart8250_interrupt(unsigned int irq, void *dev);

#endif
