// SPDX-License-Identifier: MIT
/*
 * Finds the early console: from the command line, else the first 16550 at the ports that PCs use, else
 * one that ACPI names or that is behind PCI. If the command line names a UART that does not exist, a
 * warning is printed.
 */
#include "../8250.h"
#include "find.h"

#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <drivers/ioport.h>
#include <drivers/serial.h>
#include <string.h>

#include <drivers/e820.h>

/* Hz, of the clock of a PC's UARTs. */
#define PC_UART_CLOCK 1843200

/* COM1 to COM4, in Linux ttyS0 to ttyS3. */
static const u16 ports[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };
#define PORT_NAME "ttyS"

/* Linux's names for this UART. */
static const char *const kinds[] = { "uart8250", "uart", "ns16550", "ns16550a" };

static bool __init is_kind(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(name, kinds[i]))
			return true;
	return false;
}

static const char __init *begin_at_port(unsigned long port, u64 baud)
{
	struct uart uart = { .access = EARLYCON_IO, .clock = PC_UART_CLOCK, .baud = baud };

	if (port > IO_SPACE_LIMIT - UART_PORTS)
		return "there is no such port";
	uart.registers = ioport_map(port, UART_PORTS);
	if (uart8250_console_init(&uart))
		return "no 16550 answers there";
	pr_info("console: 16550 at port 0x%lx", port);
	return NULL;
}

static const char __init *begin_in_memory(struct earlycon *option)
{
	unsigned long address = option->address, step = 1 << option->uart.shift;

	if (!phys_addr_valid(address))
		return "its address is beyond this CPU's physical addresses";
	if (address % step || (address & ~PAGE_MASK) + UART_PORTS * step > PAGE_SIZE)
		return "its registers cannot begin there";
	if (e820_is_ram(address))
		return "its registers would be RAM";
	option->uart.registers = set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, address);
	if (uart8250_console_init(&option->uart)) {
		clear_fixmap(FIX_EARLYCON_MEM_BASE);
		return "no 16550 answers there";
	}
	pr_info("console: 16550 at address 0x%lx, through FIX_EARLYCON_MEM_BASE", address);
	return NULL;
}

static const char __init *begin_at(struct earlycon *option)
{
	if (option->uart.access == EARLYCON_IO)
		return begin_at_port(option->address, option->uart.baud);
	return begin_in_memory(option);
}

static bool __init begin_by_spcr(void)
{
	struct earlycon option;

	if (!spcr_read(&option) || begin_at(&option))
		return false;
	pr_info("console: the one that ACPI's table SPCR names");
	return true;
}

static bool __init begin_behind_pci(void)
{
	struct earlycon option;

	for (u32 function = 0; pci_next_uart(&function, &option); function++)
		if (!begin_at(&option)) {
			pr_info("console: the first UART behind PCI");
			return true;
		}
	return false;
}

/* One of a PC's ports by its name, with options after a comma. */
static const char __init *begin_by_name(const char *number)
{
	unsigned int port = *number - '0';

	if (port >= ARRAY_SIZE(ports) || (number[1] && number[1] != ','))
		return "the ports are ttyS0 to ttyS3";
	return begin_at_port(ports[port], number[1] ? earlycon_baud(number + 2) : 0);
}

static const char __init *begin_by_value(const char *value)
{
	struct earlycon option;
	const char *why;

	if (!strncmp(value, PORT_NAME, strlen(PORT_NAME)))
		return begin_by_name(value + strlen(PORT_NAME));
	why = earlycon_parse(value, &option);
	if (why)
		return why;
	if (!is_kind(option.kind))
		return "on this architecture the only kind is uart8250";
	return begin_at(&option);
}

/* Why the last word of the command line led to no console. */
static const char *complaint = "";

static bool __init begin_by_word(const char *word, const char *value)
{
	const char *why;

	if (!value || !*value)
		return false;
	why = begin_by_value(value);
	if (!why)
		return true;
	pr_warn("%s=%s: %s", word, value, why);
	complaint = why;
	return false;
}

static bool __init begin_at_any_port(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(ports); i++)
		if (!begin_at_port(ports[i], 0))
			return true;
	return false;
}

/* With earlycon alone, firmware's choice comes before that of old habit. */
static bool __init begin_by_default(void)
{
	bool by_firmware = cmdline.earlycon && !*cmdline.earlycon && begin_by_spcr();

	return by_firmware || begin_at_any_port() || begin_by_spcr() || begin_behind_pci();
}

void __init earlycon_init(void)
{
	if (!begin_by_word("earlycon", cmdline.earlycon) &&
	    !begin_by_word("console", cmdline.console) && !begin_by_default())
		panic("there is no console: no 16550 answers at the ports of a PC, or behind PCI%s%s",
		      *complaint ? "; the command line's: " : "", complaint);
	boot_stage_enter(BOOT_CONSOLE);
}

/* earlyprintk=serial,ttyS0,115200 */
static void __init set_earlyprintk(const char *value)
{
	if (value && !strncmp(value, "serial", 6))
		value += 6 + (value[6] == ',');
	cmdline.console = value && *value ? value : PORT_NAME "0";
}
CMDLINE_OPTION("earlyprintk", set_earlyprintk);
