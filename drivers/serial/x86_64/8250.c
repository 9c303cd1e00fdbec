// SPDX-License-Identifier: MIT
/*
 * The 16550 UART (TI TL16C550C), by ports or registers. Transmits by polling, receives by
 * interrupt.
 *
 * The console comes to it twice, and the device does not notice: see pl011.c.
 */
#include "8250.h"

#include <bootmap/console.h>
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <drivers/platform_device.h>

/* More polls than the slowest line needs for a character; then the device is dead. */
#define TX_POLL_LIMIT 10000000

/* Of the clock that a PC gives to it. */
#define PC_MAX_BAUD 115200

/* The console's one. */
static struct uart8250 uart;

static void uart_write_char(char c);
static void uart_receive(void);

static struct console uart_console = {
	.name = "uart8250",
	.write_char = uart_write_char,
	.receive = uart_receive,
};

static u8 read_at(const struct uart8250 *at, unsigned int reg)
{
	switch (at->access) {
	case EARLYCON_MMIO16:
		return readw(at->base + 2 * reg);
	case EARLYCON_MMIO32:
		return readl(at->base + 4 * reg);
	case EARLYCON_MMIO32BE:
		return readl(at->base + 4 * reg) >> 24;
	default:
		return ioread8(at->base + reg);
	}
}

static void write_at(u8 value, const struct uart8250 *at, unsigned int reg)
{
	switch (at->access) {
	case EARLYCON_MMIO16:
		writew(value, at->base + 2 * reg);
		break;
	case EARLYCON_MMIO32:
		writel(value, at->base + 4 * reg);
		break;
	case EARLYCON_MMIO32BE:
		writel((u32)value << 24, at->base + 4 * reg);
		break;
	default:
		iowrite8(value, at->base + reg);
	}
}

static u8 read_reg(unsigned int reg)
{
	return read_at(&uart, reg);
}

static void write_reg(u8 value, unsigned int reg)
{
	write_at(value, &uart, reg);
}

static void uart_write_char(char c)
{
	for (int polls = 0; !(read_reg(UART_LSR) & LSR_THRE); polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	write_reg(c, UART_TX);
}

static bool receive_char(void)
{
	static bool told;
	u8 status = read_reg(UART_LSR);
	char c;

	if (!(status & LSR_DR))
		return false;
	c = read_reg(UART_RX);
	if (status & LSR_OE && !told) {
		told = true;
		pr_warn("uart8250: characters arrived faster than they were read: some are lost");
	}
	if (!(status & LSR_BROKEN))
		console_received(c);
	return true;
}

/*
 * As long as the ring is full the device may not interrupt: nobody would take it. Its line
 * falls when the FIFO is empty, so what arrives later is an edge of its own.
 */
static void uart_receive(void)
{
	console_receive(&uart_console, receive_char);
	if (uart_console.interrupts)
		write_reg(uart_console.receive && console_has_room() ? IER_RX : 0, UART_IER);
}

static irqreturn_t uart_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (read_reg(UART_IIR) & IIR_NONE)
		return IRQ_NONE;
	uart_receive();
	return IRQ_HANDLED;
}

/* Where nothing answers, the bus reads as ones; a scratch register keeps what it is given. */
bool uart_present(const struct uart8250 *at)
{
	write_at(0x5a, at, UART_SCRATCH);
	return read_at(at, UART_SCRATCH) == 0x5a && read_at(at, UART_LSR) != 0xff;
}

/* In a PC it is known what the divisor divides; elsewhere the speed stays as firmware chose it. */
static void set_speed(unsigned long baud)
{
	unsigned long divisor = DIV_ROUND_UP(PC_MAX_BAUD, baud);

	write_reg(LCR_8N1 | LCR_DLAB, UART_LCR);
	write_reg(divisor, UART_DLL);
	write_reg(divisor >> 8, UART_DLM);
	write_reg(LCR_8N1, UART_LCR);
}

/* First the format: with DLAB set, as it may have been left, two registers are others. */
void uart_console_init(const struct uart8250 *at, unsigned long baud)
{
	uart = *at;
	write_reg(LCR_8N1, UART_LCR);
	write_reg(0, UART_IER);
	if (baud && baud <= PC_MAX_BAUD && uart.access == EARLYCON_IO)
		set_speed(baud);
	write_reg(FCR_ENABLE | FCR_TRIGGER_8, UART_FCR);
	write_reg(MCR_DTR | MCR_RTS | MCR_OUT2, UART_MCR);
	register_console(&uart_console);
}

/* What has arrived meanwhile is fetched at once: the FIFO could be full, and remain silent. */
static void take_over(bool interrupts)
{
	unsigned long flags;

	local_irq_save(flags);
	uart_console.interrupts = interrupts;
	uart_receive();
	local_irq_restore(flags);
}

static bool is_console(u16 port)
{
	return active_console() == &uart_console && uart.access == EARLYCON_IO &&
	       uart.base == ioport_map(port, UART_PORTS);
}

/* All that can fail comes first. Without an interrupt controller the console is polled. */
static int uart_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq_optional(pdev, 0), err;
	u16 port;

	if (irq == -EPROBE_DEFER)
		return irq;
	port = platform_get_resource(pdev, IORESOURCE_IO, 0)->start;
	if (!uart_present(&(struct uart8250){ ioport_map(port, UART_PORTS), EARLYCON_IO }))
		return -ENODEV;
	err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &port);
	if (err)
		return err;
	if (!is_console(port)) {
		dev_info(&pdev->dev, "at port 0x%x, not the console: left alone", port);
		return 0;
	}
	err = irq > 0 ? devm_request_irq(&pdev->dev, irq, uart_interrupt, dev_name(&pdev->dev),
					 NULL) :
			0;
	if (err)
		return err;
	take_over(irq > 0);
	dev_info(&pdev->dev, "at port 0x%x, the console; receives by %s", port,
		 irq > 0 ? "interrupt" : "polling");
	return 0;
}

/* Polled again: a kernel keeps its voice, and its ear. */
static void uart_remove(struct platform_device *pdev)
{
	if (!is_console(platform_get_resource(pdev, IORESOURCE_IO, 0)->start))
		return;
	uart_console.interrupts = false;
	write_reg(0, UART_IER);
}

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250" },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
