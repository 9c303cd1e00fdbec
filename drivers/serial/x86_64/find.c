// SPDX-License-Identifier: MIT
/*
 * Searches for a UART that is not at the ports of every PC: through ACPI's table SPCR (Microsoft: Serial
 * Port Console Redirection Table), and on PCI's buses, as firmware has set them up. earlycon.c calls
 * these functions before there is a driver for either.
 */
#include "find.h"

#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <drivers/acpi.h>
#include <drivers/pci.h>
#include <string.h>

#include <drivers/loader.h>
#include <drivers/pc.h>

struct spcr {
	char header[36];
	u8 type, reserved[3];
	struct acpi_generic_address registers;
} __attribute__((packed));

static_assert(sizeof(struct spcr) == 52, "up to the field that is used last");

/* Types of the table's UARTs that are a 16550. */
#define SPCR_16550	  0x00
#define SPCR_16550_SUBSET 0x01
#define SPCR_16550_GAS	  0x12

#define ACCESS_32_BITS 3 /* of a generic address (ACPI Specification 6.5, 5.2.3.2) */

static struct spcr spcr;

static void __init take_table(phys_addr_t table)
{
	struct spcr read;

	if (!copy_from_early_mem(&read, table, sizeof(read)) && !memcmp(read.header, "SPCR", 4))
		spcr = read;
}

static bool __init names_16550(void)
{
	return spcr.registers.address &&
	       (spcr.type == SPCR_16550 || spcr.type == SPCR_16550_SUBSET ||
		spcr.type == SPCR_16550_GAS);
}

bool __init spcr_read(struct earlycon *option)
{
	phys_addr_t rsdp = loader.rsdp ? loader.rsdp : acpi_find_rsdp();
	const struct acpi_generic_address *at = &spcr.registers;

	if (!rsdp || acpi_walk_tables(rsdp, take_table) || !names_16550())
		return false;
	*option = (struct earlycon){ .address = at->address };
	if (at->space == ACPI_SPACE_IO)
		option->uart.access = EARLYCON_IO;
	else if (at->access == ACCESS_32_BITS || at->width == 32)
		option->uart = (struct uart){ .access = EARLYCON_MMIO32, .shift = 2 };
	return true;
}

#define FUNCTIONS	BIT(16)
#define SERIAL_SUBCLASS 0x0700
#define PROG_IF_16550	2 /* larger ones are its successors */

static u32 __init select(u32 function, u32 reg)
{
	outl(CONF1_ENABLE | function << 8 | reg, CONF1_BASE);
	return inl(CONF1_BASE + CONF1_DATA);
}

static bool __init is_uart(u32 function)
{
	u32 class = select(function, PCI_CLASS_REVISION);

	return class >> 16 == SERIAL_SUBCLASS && (class >> 8 & 0xff) >= PROG_IF_16550;
}

bool __init pci_next_uart(u32 *function, struct earlycon *option)
{
	for (; *function < FUNCTIONS; ++*function) {
		u32 bar;

		if (!is_uart(*function))
			continue;
		bar = select(*function, PCI_BASE_ADDRESS(0));
		*option = (struct earlycon){ .address = bar & PCI_BAR_MEM_MASK };
		if (bar & PCI_BAR_IO) {
			option->address = bar & PCI_BAR_IO_MASK;
			option->uart.access = EARLYCON_IO;
		}
		outw(select(*function, PCI_COMMAND) | PCI_COMMAND_DECODE, CONF1_BASE + CONF1_DATA);
		if (option->address)
			return true;
	}
	return false;
}
