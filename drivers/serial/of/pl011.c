// SPDX-License-Identifier: MIT
/*
 * Arm PrimeCell UART PL011 (Arm DDI 0183). Transmits by polling, receives by interrupt.
 *
 * It becomes the console twice: early in boot through a fixmap slot, before there are interrupts or
 * an allocator, and again when its driver is probed. The second time the device is already switched
 * on. The driver then changes neither the line's settings nor the FIFOs, so no character is lost.
 */
#include <bootmap/compiler.h>
#include <bootmap/console.h>
#include <bootmap/fixmap.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <drivers/amba.h>
#include <drivers/platform_device.h>
#include <drivers/serial.h>
#include <errno.h>

#define UART_DR	  0x00
#define UART_FR	  0x18
#define UART_IBRD 0x24
#define UART_FBRD 0x28
#define UART_LCRH 0x2c
#define UART_CR	  0x30
#define UART_IMSC 0x38
#define UART_MIS  0x40

#define DR_BROKEN   GENMASK(10, 8) /* framing error, parity error, break */
#define DR_OVERRUN  BIT(11)	   /* characters were lost before this one */
#define FR_RXFE	    BIT(4)	   /* receive FIFO empty */
#define FR_TXFF	    BIT(5)	   /* transmit FIFO full */
#define LCRH_FEN    BIT(4)	   /* FIFOs on */
#define LCRH_WLEN_8 GENMASK(6, 5)
#define CR_UARTEN   BIT(0)
#define CR_TXE	    BIT(8)
#define CR_RXE	    BIT(9)

/* Receive interrupt: enough characters, or fewer and none for some time. Reading clears both. */
#define RX_INTERRUPTS (BIT(4) | BIT(6))

/*
 * More polls than the slowest line needs for a character. After that the device counts as broken.
 */
#define TX_POLL_LIMIT 10000000

static void pl011_write_char(char c);
static void pl011_receive(void);

static struct console pl011_console = {
	.name = "pl011",
	.write_char = pl011_write_char,
	.receive = pl011_receive,
};

static u32 read_reg(unsigned long offset)
{
	return readl_relaxed(pl011_console.registers + offset);
}

static void write_reg(u32 value, unsigned long offset)
{
	writel_relaxed(value, pl011_console.registers + offset);
}

static void pl011_write_char(char c)
{
	for (int polls = 0; read_reg(UART_FR) & FR_TXFF; polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	write_reg((u8)c, UART_DR);
}

static bool receive_char(void)
{
	static bool told;
	u32 data;

	if (read_reg(UART_FR) & FR_RXFE)
		return false;
	data = read_reg(UART_DR);
	if (data & DR_OVERRUN && !told) {
		told = true;
		pr_warn("pl011: characters arrived faster than they were read: some are lost");
	}
	if (!(data & DR_BROKEN))
		console_received(data);
	return true;
}

/* While the ring is full, the interrupt is disabled, because characters could not be stored. */
static void pl011_receive(void)
{
	bool wanted;

	console_receive(&pl011_console, receive_char);
	wanted = pl011_console.interrupts && pl011_console.receive && console_has_room();
	write_reg(wanted ? RX_INTERRUPTS : 0, UART_IMSC);
}

static irqreturn_t pl011_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (!(read_reg(UART_MIS) & RX_INTERRUPTS))
		return IRQ_NONE;
	pl011_receive();
	return IRQ_HANDLED;
}

static void become_console(void)
{
	write_reg(0, UART_IMSC);
	register_console(&pl011_console);
}

/*
 * A divisor of 0 means that it was never set, and the UART cannot work (QEMU's can). The divisor is
 * clock / (16 * baud rate), in units of 1/64 (Arm DDI 0183, 3.3.6).
 */
static void set_line_speed(const struct uart *uart)
{
	u64 divisor;

	if (read_reg(UART_IBRD) || !uart->clock || !uart->baud)
		return;
	divisor = (4 * uart->clock + uart->baud / 2) / uart->baud;
	write_reg(divisor >> 6, UART_IBRD);
	write_reg(divisor & GENMASK(5, 0), UART_FBRD);
}

/* For a UART that firmware has not switched on. The FIFOs start empty. */
static void switch_on(const struct uart *uart)
{
	pl011_receive();
	set_line_speed(uart);
	write_reg(LCRH_WLEN_8 | LCRH_FEN, UART_LCRH); /* also makes the divisor take effect */
	write_reg(CR_UARTEN | CR_TXE | CR_RXE, UART_CR);
}

int pl011_console_init(const struct uart *uart)
{
	struct amba_id id = amba_read_id(uart->registers);

	if (!amba_is(&id, AMBA_PART_PL011))
		return -ENODEV;
	pl011_console.registers = uart->registers;
	if (!(read_reg(UART_CR) & CR_UARTEN))
		switch_on(uart);
	become_console();
	return 0;
}

/* It has no identification registers, so the only check is that the access does not fault. */
int sbsa_uart_console_init(const struct uart *uart)
{
	struct trap trap;

	pl011_console.registers = uart->registers;
	if (CATCH_TRAP(&trap, read_reg(UART_FR)))
		return -ENODEV;
	become_console();
	return 0;
}

static int pl011_probe(struct platform_device *pdev)
{
	return of_serial_probe(pdev, &pl011_console, pl011_interrupt);
}

static void pl011_remove(struct platform_device *pdev)
{
	of_serial_remove(pdev, &pl011_console);
}

static const struct of_device_id pl011_ids[] = {
	{ .compatible = "arm,pl011" },
	{ .compatible = "arm,sbsa-uart" },
	{ 0 },
};

static const struct platform_driver pl011_driver = {
	.driver = { .name = "pl011", .of_match_table = pl011_ids },
	.probe = pl011_probe,
	.remove = pl011_remove,
};
module_platform_driver(pl011_driver);
