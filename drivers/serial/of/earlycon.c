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
#include <drivers/of.h>
#include <drivers/serial.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_BAUD 115200

/* A kind of UART: its names in the device tree and on the command line, and its driver. */
static const struct kind {
	const char *compatible, *name;
	int (*init)(const struct uart *uart);
} kinds[] = {
	{ "arm,pl011", "pl011", pl011_console_init },
	{ "arm,sbsa-uart", "pl011", sbsa_uart_console_init },
};

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
	uart->registers = set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, phys);
	if (kind->init(uart)) {
		clear_fixmap(FIX_EARLYCON_MEM_BASE);
		return "no UART of this kind answers there";
	}
	pr_info("console: PL011 at 0x%lx, through FIX_EARLYCON_MEM_BASE", phys);
	return NULL;
}

static const struct kind __init *kind_of(const struct device_node *node)
{
	for (const struct kind *kind = kinds; kind < kinds + ARRAY_SIZE(kinds); kind++)
		if (of_is_compatible(node, kind->compatible))
			return kind;
	return NULL;
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

/* NULL, or why the UART of a node cannot be the console. @baud: 0 if not given. */
static const char __init *begin_at_node(const struct device_node *node, u64 baud)
{
	const struct kind *kind = kind_of(node);
	struct uart uart = { .clock = clock_of(node), .baud = DEFAULT_BAUD };
	phys_addr_t phys;

	if (!kind)
		return "this kernel has no driver for it";
	if (of_get_address(node, 0, &phys, NULL))
		return "it has no usable address";
	of_get_number(node, "current-speed", &uart.baud);
	if (baud)
		uart.baud = baud;
	return begin_at(kind, phys, &uart);
}

/* Its clock is not known, so firmware must have set the speed. */
static bool __init begin_by_command_line(void)
{
	struct earlycon option;
	const char *why;

	if (!cmdline.earlycon)
		return false;
	why = earlycon_parse(cmdline.earlycon, &option);
	if (!why && strcmp(option.kind, kinds[0].name))
		why = "on this architecture the only kind is pl011";
	if (!why && option.access != EARLYCON_MMIO && option.access != EARLYCON_MMIO32)
		why = "the registers of a PL011 are memory of 32 bits (mmio32)";
	if (!why)
		why = begin_at(&kinds[0], option.address, &(struct uart){ 0 });
	return !why || complain("earlycon=%s: %s", cmdline.earlycon, why);
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
		if (!kind_of(node) || !of_device_is_available(node))
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
	if (!begin_by_command_line() && !begin_by_stdout_path() && !begin_by_search())
		panic("%s; and the device tree has no other UART with a driver", complaint);
	boot_stage_enter(BOOT_CONSOLE);
}
