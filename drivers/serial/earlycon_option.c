// SPDX-License-Identifier: MIT
/*
 * Parses the value of the earlycon= option of the command line: kind of device, width of an
 * access, address, baud rate, clock. The code that finds the early console (drivers/serial/of/earlycon.c
 * and drivers/serial/x86_64/earlycon.c) calls it.
 */
#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/printk.h>
#include <drivers/earlycon.h>
#include <string.h>

/* Native is what the CPU's byte order is, and ours is little-endian. */
static const struct {
	const char *name;
	enum earlycon_access access;
	u32 shift;
} accesses[] = {
	{ "mmio", EARLYCON_MMIO, 0 },	      { "mmio16", EARLYCON_MMIO16, 1 },
	{ "mmio32", EARLYCON_MMIO32, 2 },     { "mmio32native", EARLYCON_MMIO32, 2 },
	{ "mmio32be", EARLYCON_MMIO32BE, 2 }, { "io", EARLYCON_IO, 0 },
};

/* Copies the text before the next comma, as far as it fits. Returns the text after the comma. */
static const char __init *next_part(const char *text, char *part, size_t size)
{
	size_t length = strcspn(text, ","), copied = length < size ? length : size - 1;

	memcpy(part, text, copied);
	part[copied] = '\0';
	return text[length] ? text + length + 1 : text + length;
}

static bool __init parse_access(const char *part, struct uart *uart)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(accesses); i++)
		if (!strcmp(part, accesses[i].name)) {
			uart->access = accesses[i].access;
			uart->shift = accesses[i].shift;
			return true;
		}
	return false;
}

unsigned long __init earlycon_baud(const char *options)
{
	size_t digits = strspn(options, "0123456789");
	unsigned long baud;
	char number[12];

	if (!digits || digits >= sizeof(number))
		return 0;
	memcpy(number, options, digits);
	number[digits] = '\0';
	return kstrtoul(number, &baud) ? 0 : baud;
}

const char __init *earlycon_parse(const char *option, struct earlycon *earlycon)
{
	char part[24]; /* has room for any number of 64 bits, and one more digit */
	const char *rest = next_part(option, earlycon->kind, sizeof(earlycon->kind));

	earlycon->uart = (struct uart){ .access = EARLYCON_MMIO };
	rest = next_part(rest, part, sizeof(part));
	if (parse_access(part, &earlycon->uart))
		rest = next_part(rest, part, sizeof(part));
	if (!*part)
		return "it has no address";
	if (strlen(part) == sizeof(part) - 1 || kstrtoul(part, &earlycon->address))
		return "that is not an address";
	earlycon->uart.baud = earlycon_baud(rest);
	rest += strcspn(rest, ",");
	earlycon->uart.clock = *rest ? earlycon_baud(rest + 1) : 0;
	return NULL;
}

/* As in Linux it can be given several times: ttyS0 counts, and not the screen (tty0) behind it. */
static void __init set_console(const char *value)
{
	if (value && (!strncmp(value, "uart", 4) || (!strncmp(value, "tty", 3) && value[3] >= 'A')))
		cmdline.console = value;
	else
		pr_warn("command line: console=%s ignored: it is no UART", value ? value : "");
}
CMDLINE_OPTION("console", set_console);
