// SPDX-License-Identifier: MIT
/* Where the early console is: COM1, unless the command line says otherwise. */
#include "8250.h"

#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/ioport.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/printk.h>
#include <bootmap/serial.h>
#include <string.h>

#define COM1 0x3f8

/* The number behind a word of the option; false if it begins with another word. */
static bool __init number_behind(const char *word, const char *option, unsigned long limit,
				 unsigned long *number)
{
	if (strncmp(option, word, strlen(word)))
		return false;
	if (kstrtoul(option + strlen(word), number) || *number > limit)
		panic("earlycon=%s: that is no address of a 16550", option);
	return true;
}

static void __init begin(void __iomem *base, const char *where, unsigned long number,
			 const char *how)
{
	if (!uart_present(base))
		panic("there is no 16550 at %s 0x%lx", where, number);
	uart_console_init(base);
	pr_info("console: 16550 at %s 0x%lx%s", where, number, how);
	boot_stage_enter(BOOT_CONSOLE);
}

/* COM1, or what earlycon=uart8250,io,PORT or earlycon=uart8250,mmio,ADDRESS say. */
void __init earlycon_init(void)
{
	const char *option = cmdline.earlycon;
	unsigned long number = COM1;

	if (!option || number_behind("uart8250,io,", option, IO_SPACE_LIMIT - UART_PORTS, &number))
		begin(ioport_map(number, UART_PORTS), "port", number, "");
	else if (number_behind("uart8250,mmio,", option, BIT(phys_addr_bits()) - UART_PORTS,
			       &number))
		begin(set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, number), "address", number,
		      ", through FIX_EARLYCON_MEM_BASE");
	else
		panic("earlycon=%s: unknown console, only uart8250,io,PORT and uart8250,mmio,ADDRESS are known",
		      option);
}
