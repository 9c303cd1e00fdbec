/* SPDX-License-Identifier: MIT */
/*
 * DOC: earlycon=
 *
 * The command-line option earlycon= describes a UART, in Linux's format
 * (Documentation/admin-guide/kernel-parameters.txt): its kind, how its registers are accessed, the
 * address of the first one, and options: bits per second, and the frequency of its clock.
 *
 *   earlycon=pl011,0x9000000
 *   earlycon=pl011,mmio32,0x9000000
 *   earlycon=uart8250,io,0x3f8,115200n8
 *   earlycon=uart8250,mmio32,0xfe215040,115200n8,48000000
 */
#ifndef DRIVERS_EARLYCON_H
#define DRIVERS_EARLYCON_H

#include <bootmap/types.h>

/* I/O ports, or memory with this distance between registers and this byte order. */
enum earlycon_access {
	EARLYCON_MMIO, /* the default */
	EARLYCON_MMIO16,
	EARLYCON_MMIO32,
	EARLYCON_MMIO32BE,
	EARLYCON_IO,
};

/**
 * struct uart - properties of a UART for its driver
 * @registers: mapped as long as it is the console; for EARLYCON_IO the result of ioport_map()
 * @clock: frequency of its clock, in Hz; 0: not known
 * @baud: bits per second; 0: keep firmware's speed
 * @access: how its registers are accessed, if UARTs of its kind differ
 * @shift: the distance between two registers is 1 << @shift bytes
 */
struct uart {
	void __iomem *registers;
	u64 clock, baud;
	enum earlycon_access access;
	u32 shift;
};

/**
 * struct earlycon - the parts of the option
 * @kind: of the UART; a name that is too long is truncated
 * @address: of the first register: physical, or an I/O port
 * @uart: all other parts
 */
struct earlycon {
	char kind[16];
	unsigned long address;
	struct uart uart;
};

/**
 * earlycon_parse() - split the value of earlycon=
 * @option: the value
 * @earlycon: filled in
 *
 * Accepts any kind; the caller checks it.
 * Return: NULL, or what is wrong with it, in words that continue a sentence.
 */
const char *earlycon_parse(const char *option, struct earlycon *earlycon);

/**
 * earlycon_baud() - bits per second, the first number of a console's options ("115200n8")
 * @options: the text after the address, or after ':' in the device tree's stdout-path
 * Return: the number, 0 if there is none.
 */
unsigned long earlycon_baud(const char *options);

#endif
