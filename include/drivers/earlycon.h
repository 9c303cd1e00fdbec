/* SPDX-License-Identifier: MIT */
/*
 * DOC: earlycon=
 *
 * Linux's way to say where a UART is (Documentation/admin-guide/kernel-parameters.txt): its kind,
 * how its registers are reached, the address of the first one, and options.
 *
 *   earlycon=pl011,0x9000000
 *   earlycon=pl011,mmio32,0x9000000
 *   earlycon=uart8250,io,0x3f8,115200n8
 */
#ifndef DRIVERS_EARLYCON_H
#define DRIVERS_EARLYCON_H

#include <bootmap/types.h>

/* By I/O ports, or by memory with this distance between registers and byte order. */
enum earlycon_access {
	EARLYCON_MMIO, /* if nothing is said */
	EARLYCON_MMIO16,
	EARLYCON_MMIO32,
	EARLYCON_MMIO32BE,
	EARLYCON_IO,
};

/**
 * struct earlycon - what the option says
 * @kind: of the UART; a name that is too long is cut
 * @access: how its registers are reached
 * @address: of the first one: physical, or an I/O port
 * @baud: bits a second, 0 if nothing is said
 */
struct earlycon {
	char kind[16];
	enum earlycon_access access;
	unsigned long address;
	unsigned long baud;
};

/**
 * earlycon_parse() - read the value of earlycon=
 * @option: the value
 * @earlycon: filled in
 *
 * Knows no kinds: that is for who drives them.
 * Return: NULL, or what is wrong with it, words that continue a sentence.
 */
const char *earlycon_parse(const char *option, struct earlycon *earlycon);

/**
 * earlycon_baud() - bits a second, as options of consoles begin ("115200n8")
 * @options: what stands behind the address, or behind ':' in the tree's stdout-path
 * Return: the number, 0 if there is none.
 */
unsigned long earlycon_baud(const char *options);

#endif
