// SPDX-License-Identifier: MIT
/*
 * Driver of the 16550 UART (TI TL16C550C), accessed by ports or in memory. Transmits by polling,
 * receives by interrupt.
 *
 * It becomes the console twice, see drivers/serial/of/pl011.c.
 */
#include "8250.h"

#include <bootmap/console.h>
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <drivers/platform_device.h>

/*
 * More polls than the slowest line needs for a character. After that the device counts as broken.
 */
#define TX_POLL_LIMIT 10000000

/* Frequency of the clock in a PC. */
#define PC_MAX_BAUD 115200

/* The UART that is the console. */
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
 * While the ring is full, the interrupt is disabled, because characters could not be stored. The
 * line falls when the FIFO is empty, so later characters cause a new edge.
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

/* Without a device the bus reads as ones; the scratch register of a UART keeps a written value. */
bool uart_present(const struct uart8250 *at)
{
	write_at(0x5a, at, UART_SCRATCH);
	return read_at(at, UART_SCRATCH) == 0x5a && read_at(at, UART_LSR) != 0xff;
}

/* The clock's frequency is known only in a PC; elsewhere firmware's speed is kept. */
static void set_speed(unsigned long baud)
{
	unsigned long divisor = DIV_ROUND_UP(PC_MAX_BAUD, baud);

	write_reg(LCR_8N1 | LCR_DLAB, UART_LCR);
	write_reg(divisor, UART_DLL);
	write_reg(divisor >> 8, UART_DLM);
	write_reg(LCR_8N1, UART_LCR);
}

/* The format first: DLAB may be set, and then two registers have another meaning. */
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

/* Received characters are read at once: a full FIFO would not interrupt again. */
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

/* Steps that can fail come first. Without an interrupt controller the console is polled. */
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
		dev_info(&pdev->dev, "at port 0x%x, not the console: not used", port);
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

/* The console is polled again, so that it still works. */
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
