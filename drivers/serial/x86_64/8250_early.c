// SPDX-License-Identifier: MIT
/* The 16550 UART on COM1, transmitting by polling (TI TL16C550C, and the PC's port numbers). */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/printk.h>
#include <bootmap/serial.h>
#include <string.h>

#include <asm/io.h>

#define COM1 0x3f8

#define UART_TX	     0
#define UART_IER     1
#define UART_FCR     2
#define UART_LCR     3
#define UART_MCR     4
#define UART_LSR     5
#define UART_SCRATCH 7

#define FCR_ENABLE BIT(0)
#define LCR_8N1	   GENMASK(1, 0)
#define MCR_DTR	   BIT(0)
#define MCR_RTS	   BIT(1)
#define LSR_THRE   BIT(5) /* transmitter's FIFO empty */

/* More polls than the slowest line needs for a character; then the device is dead. */
#define TX_POLL_LIMIT 10000000

static u16 uart;

static void uart_write_char(char c)
{
	for (int polls = 0; !(inb(uart + UART_LSR) & LSR_THRE); polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	outb(c, uart + UART_TX);
}

static struct console uart_console = {
	.name = "uart8250",
	.write_char = uart_write_char,
};

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

/* Where nothing answers, the bus reads as ones; a scratch register keeps what it is given. */
static bool __init uart_present(u16 port)
{
	outb(0x5a, port + UART_SCRATCH);
	return inb(port + UART_SCRATCH) == 0x5a && inb(port + UART_LSR) != 0xff;
}

/* Line speed and format stay as firmware chose them. */
void __init earlycon_init(void)
{
	uart = port_from_cmdline();
	if (!uart_present(uart))
		panic("there is no 16550 at port 0x%x", uart);
	outb(0, uart + UART_IER);
	outb(FCR_ENABLE, uart + UART_FCR);
	outb(LCR_8N1, uart + UART_LCR);
	outb(MCR_DTR | MCR_RTS, uart + UART_MCR);
	register_console(&uart_console);
	pr_info("console: 16550 at port 0x%x", uart);
	boot_stage_enter(BOOT_CONSOLE);
}
