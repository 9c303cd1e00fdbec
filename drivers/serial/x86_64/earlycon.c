// SPDX-License-Identifier: MIT
/*
 * Finds the early console: from the command line, else the first 16550 at the ports that PCs use.
 * If the command line names a UART that does not exist, a warning is printed.
 */
#include "../8250.h"

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
	if (option.uart.access == EARLYCON_IO)
		return begin_at_port(option.address, option.uart.baud);
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
