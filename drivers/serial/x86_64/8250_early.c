// SPDX-License-Identifier: MIT
/* Where the early console is: COM1, unless the command line says otherwise. */
#include "8250.h"

#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/printk.h>
#include <bootmap/serial.h>
#include <string.h>

#define COM1 0x3f8

/* The port in earlycon=uart8250,io,PORT; COM1 without it. */
static u16 __init port_from_cmdline(void)
{
	static const char name[] = "uart8250,io,";
	const char *option = cmdline.earlycon;
	unsigned long port;

	if (!option)
		return COM1;
	if (strncmp(option, name, strlen(name)))
		panic("earlycon=%s: unknown console, only uart8250,io,PORT is known", option);
	if (kstrtoul(option + strlen(name), &port) || port > 0xfff8)
		panic("earlycon=%s: that is no port", option);
	return port;
}

void __init earlycon_init(void)
{
	u16 port = port_from_cmdline();

	if (!uart_present(port))
		panic("there is no 16550 at port 0x%x", port);
	uart_console_init(port);
	pr_info("console: 16550 at port 0x%x", port);
	boot_stage_enter(BOOT_CONSOLE);
}
