// SPDX-License-Identifier: MIT
/*
 * Finds the early console: from the command line, else the first 16550 at the ports that PCs use.
 * If the command line names a UART that does not exist, a warning is printed.
 */
#include "8250.h"

#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <drivers/ioport.h>
#include <drivers/serial.h>
#include <string.h>

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

/* Bytes from one register to the next. */
static unsigned int __init step(enum earlycon_access access)
{
	return access == EARLYCON_MMIO16 ? 2 : access >= EARLYCON_MMIO32 ? 4 : 1;
}

static const char __init *begin_at_port(unsigned long port, unsigned long baud)
{
	struct uart8250 uart = { .access = EARLYCON_IO };

	if (port > IO_SPACE_LIMIT - UART_PORTS)
		return "there is no such port";
	uart.base = ioport_map(port, UART_PORTS);
	if (!uart_present(&uart))
		return "no 16550 answers there";
	uart_console_init(&uart, baud);
	pr_info("console: 16550 at port 0x%lx", port);
	return NULL;
}

static const char __init *begin_in_memory(const struct earlycon *option)
{
	struct uart8250 uart = { .access = option->access };

	if (!phys_addr_valid(option->address))
		return "its address is beyond this CPU's physical addresses";
	if (option->address % step(option->access) ||
	    (option->address & ~PAGE_MASK) + UART_PORTS * step(option->access) > PAGE_SIZE)
		return "its registers cannot begin there";
	uart.base = set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, option->address);
	if (!uart_present(&uart)) {
		clear_fixmap(FIX_EARLYCON_MEM_BASE);
		return "no 16550 answers there";
	}
	uart_console_init(&uart, option->baud);
	pr_info("console: 16550 at address 0x%lx, through FIX_EARLYCON_MEM_BASE", option->address);
	return NULL;
}

/* One of a PC's ports by its name, with options after a comma. */
static const char __init *begin_by_name(const char *number)
{
	unsigned int port = *number - '0';

	if (port >= ARRAY_SIZE(ports) || (number[1] && number[1] != ','))
		return "the ports are ttyS0 to ttyS3";
	return begin_at_port(ports[port], number[1] ? earlycon_baud(number + 2) : 0);
}

static const char __init *begin_by_command_line(const char *words)
{
	struct earlycon option;
	const char *why;

	if (!strncmp(words, PORT_NAME, strlen(PORT_NAME)))
		return begin_by_name(words + strlen(PORT_NAME));
	why = earlycon_parse(words, &option);
	if (why)
		return why;
	if (!is_kind(option.kind))
		return "on this architecture the only kind is uart8250";
	if (option.access == EARLYCON_IO)
		return begin_at_port(option.address, option.baud);
	return begin_in_memory(&option);
}

static bool __init begin_at_any_port(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(ports); i++)
		if (!begin_at_port(ports[i], 0))
			return true;
	return false;
}

void __init earlycon_init(void)
{
	const char *why = NULL;

	if (cmdline.earlycon)
		why = begin_by_command_line(cmdline.earlycon);
	if (why)
		pr_warn("earlycon=%s: %s", cmdline.earlycon, why);
	if ((why || !cmdline.earlycon) && !begin_at_any_port())
		panic("there is no console: no 16550 answers at the ports of a PC%s%s",
		      why ? ", and for earlycon= " : "", why ? why : "");
	boot_stage_enter(BOOT_CONSOLE);
}
