// SPDX-License-Identifier: MIT
/*
 * Finds the console, in three steps: from the command line, from /chosen/stdout-path in the device
 * tree, and by a search for the first UART in the tree that has a driver. A step that fails logs
 * the reason, which is printed when a console has been found.
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <drivers/earlycon.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <drivers/of.h>
#include <drivers/serial.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_BAUD 115200
#define MAX_SHIFT    3 /* no UART has more than 8 bytes for a register */

/* A UART's name in the device tree or on the command line, and its driver. */
struct kind {
	const char *name, *title;
	int (*init)(const struct uart *uart);
};

static const struct kind kinds[] = {
	{ "arm,sbsa-uart", "SBSA", sbsa_uart_console_init },
	{ "sbsa", "SBSA", sbsa_uart_console_init },
	{ "arm,pl011", "PL011", pl011_console_init },
	{ "pl011", "PL011", pl011_console_init },
	{ "ns16550a", "16550", uart8250_console_init },
	{ "ns16550", "16550", uart8250_console_init },
	{ "snps,dw-apb-uart", "16550", uart8250_console_init },
	{ "brcm,bcm2835-aux-uart", "mini-UART", bcm2835_aux_console_init },
	{ "bcm2835aux", "mini-UART", bcm2835_aux_console_init },
	{ "uart8250", "16550", uart8250_console_init },
	{ "uart", "16550", uart8250_console_init },
};

/* The kind of the console. */
static const struct kind *found;

/* Why the last step failed. Without a console, it can be read only in boot_failure. */
static char complaint[160];

static bool __init complain(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(complaint, sizeof(complaint), fmt, args);
	va_end(args);
	pr_warn("%s", complaint);
	return false;
}

/* NULL, or why there is no console there. */
static const char __init *begin_at(const struct kind *kind, phys_addr_t phys, struct uart *uart)
{
	if (!phys_addr_valid(phys))
		return "its address is beyond this CPU's physical addresses";
	/* A PL011 has an identification, which shows that it is no RAM. */
	if (kind->init != pl011_console_init && of_is_ram(phys))
		return "its registers would be RAM";
	uart->registers = set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, phys);
	if (kind->init(uart)) {
		clear_fixmap(FIX_EARLYCON_MEM_BASE);
		return "no UART of this kind answers there";
	}
	found = kind;
	pr_info("console: %s at 0x%lx, through FIX_EARLYCON_MEM_BASE", kind->title, phys);
	return NULL;
}

void __init earlycon_show_mapping(void)
{
	char what[24];

	snprintf(what, sizeof(what), "%s (console)", found->title);
	show_mapping("set_fixmap_io", what, fix_to_virt(FIX_EARLYCON_MEM_BASE), PAGE_SIZE);
}

static const struct kind __init *kind_named(const char *name)
{
	for (const struct kind *kind = kinds; kind < kinds + ARRAY_SIZE(kinds); kind++)
		if (!strcmp(name, kind->name))
			return kind;
	return NULL;
}

/* `compatible` lists the most specific name first. */
static const struct kind __init *kind_of(const struct device_node *node)
{
	const struct kind *kind = NULL;
	const char *name = NULL;

	while (!kind && (name = of_next_string(node, "compatible", name)))
		kind = kind_named(name);
	return kind;
}

/* The frequency of the UART's clock: the first one in `clocks`, if its node gives a frequency. */
static u64 __init clock_of(const struct device_node *node)
{
	const struct device_node *clock;
	u32 phandle;
	u64 hz;

	if (!of_get_cell(node, "clocks", 0, &phandle))
		return 0;
	clock = of_find_phandle(phandle);
	return clock && of_get_number(clock, "clock-frequency", &hz) ? hz : 0;
}

/* How registers are accessed, if UARTs of a kind differ (serial/8250.yaml). */
static void __init read_access(const struct device_node *node, struct uart *uart)
{
	u32 width = 1;

	of_get_cell(node, "reg-shift", 0, &uart->shift);
	of_get_cell(node, "reg-io-width", 0, &width);
	if (width == 4)
		uart->access = of_get_property(node, "big-endian", NULL) ? EARLYCON_MMIO32BE :
									   EARLYCON_MMIO32;
	else if (width == 2)
		uart->access = EARLYCON_MMIO16;
}

/* A node can be used only if all buses above it can. */
static bool __init is_enabled(const struct device_node *node)
{
	for (; node; node = node->parent)
		if (!of_device_is_available(node))
			return false;
	return true;
}

/* NULL, or why the UART of a node cannot be the console. @baud: 0 if not given. */
static const char __init *begin_at_node(const struct device_node *node, u64 baud)
{
	const struct kind *kind = kind_of(node);
	struct uart uart = { 0 };
	phys_addr_t phys;
	u32 offset = 0;

	if (!kind)
		return "this kernel has no driver for it";
	if (!is_enabled(node))
		return "it, or a bus above it, is disabled";
	read_access(node, &uart);
	if (of_get_address(node, 0, &phys, NULL) || uart.shift > MAX_SHIFT)
		return "it has no usable address";
	of_get_cell(node, "reg-offset", 0, &offset);
	/* Firmware may have left a PL011 without a speed; it has set that of every other kind. */
	if (kind->init == pl011_console_init) {
		uart.clock = clock_of(node);
		uart.baud = DEFAULT_BAUD;
		of_get_number(node, "current-speed", &uart.baud);
		if (baud)
			uart.baud = baud;
	}
	return begin_at(kind, phys + offset, &uart);
}

/* The UART of the tree that is at the option's address, if it is one of @compatible. */
static const struct kind __init *kind_at(const struct earlycon *option, const char *compatible)
{
	const struct device_node *node = NULL;
	phys_addr_t phys;

	while ((node = of_find_compatible(node, compatible)))
		if (!of_get_address(node, 0, &phys, NULL) && phys == option->address)
			return kind_of(node);
	return NULL;
}

/* On the command line an SBSA UART is a pl011, too, and a mini-UART a 16550. The tree knows better. */
static const struct kind __init *kind_of_option(const struct earlycon *option)
{
	const struct kind *named = kind_named(option->kind), *own = NULL;

	if (named && named->init == pl011_console_init)
		own = kind_at(option, "arm,sbsa-uart");
	else if (named && named->init == uart8250_console_init)
		own = kind_at(option, "brcm,bcm2835-aux-uart");
	return own ? own : named;
}

/* I/O ports lie behind the PCI host bridge, which is found later. */
static bool __init is_access_of(const struct kind *kind, enum earlycon_access access)
{
	if (kind->init == uart8250_console_init)
		return access != EARLYCON_IO;
	return access == EARLYCON_MMIO || access == EARLYCON_MMIO32;
}

/* The speed of the line is set only if the option gives that of the clock, too. */
static const char __init *begin_by_option(struct earlycon *option)
{
	const struct kind *kind = kind_of_option(option);

	if (!kind)
		return "this kernel has no driver for it";
	if (!is_access_of(kind, option->uart.access))
		return "its registers are not accessed like that";
	return begin_at(kind, option->address, &option->uart);
}

/* As in Linux, ttyS1 or ttyAMA1 is the UART that the tree calls serial1. */
static const char __init *begin_by_number(const char *number)
{
	char alias[] = { 's', 'e', 'r', 'i', 'a', 'l', *number, '\0' };
	bool has_options = *number && number[1] == ',';
	const struct device_node *node = of_find_node(alias);

	if (!node || (number[1] && !has_options))
		return "the device tree has no alias for it";
	return begin_at_node(node, has_options ? earlycon_baud(number + 2) : 0);
}

static bool __init begin_by_word(const char *word, const char *value)
{
	struct earlycon option;
	const char *why;

	if (!value || !*value)
		return false;
	if (strncmp(value, "tty", 3)) {
		why = earlycon_parse(value, &option);
		if (!why)
			why = begin_by_option(&option);
	} else {
		why = begin_by_number(value + strcspn(value, "0123456789"));
	}
	return !why || complain("%s=%s: %s", word, value, why);
}

static bool __init begin_by_stdout_path(void)
{
	const struct device_node *chosen = of_find_node("/chosen"), *node;
	const char *path = chosen ? of_get_string(chosen, "stdout-path") : NULL;
	const char *options, *why;

	if (chosen && !path)
		path = of_get_string(chosen, "linux,stdout-path");
	if (!path)
		return complain("the device tree names no console: /chosen/stdout-path is missing");
	node = of_find_node(path);
	if (!node)
		return complain("/chosen/stdout-path names no node: %s", path);
	options = strchr(path, ':');
	why = begin_at_node(node, options ? earlycon_baud(options + 1) : 0);
	return !why || complain("the console %s of /chosen/stdout-path: %s", path, why);
}

static bool __init begin_by_search(void)
{
	const struct device_node *node = NULL;
	const char *why;

	while ((node = of_next_node(node))) {
		if (!kind_of(node) || !is_enabled(node))
			continue;
		why = begin_at_node(node, 0);
		if (!why) {
			pr_info("console: %s is the first UART with a driver in the device tree",
				node->name);
			return true;
		}
		pr_warn("%s: %s", node->name, why);
	}
	return false;
}

void __init earlycon_init(void)
{
	if (!begin_by_word("earlycon", cmdline.earlycon) &&
	    !begin_by_word("console", cmdline.console) && !begin_by_stdout_path() &&
	    !begin_by_search())
		panic("%s; and the device tree has no other UART with a driver", complaint);
	boot_stage_enter(BOOT_CONSOLE);
}
