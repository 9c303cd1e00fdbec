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
#include <bootmap/platform_device.h>
#include <bootmap/printk.h>

/* More polls than the slowest line needs for a character; then the device is dead. */
#define TX_POLL_LIMIT 10000000

/* Its first port, as ioport_map() has it, or its first register. */
static void __iomem *uart;

static void uart_write_char(char c);
static void uart_receive(void);

static struct console uart_console = {
	.name = "uart8250",
	.write_char = uart_write_char,
	.receive = uart_receive,
};

static void uart_write_char(char c)
{
	for (int polls = 0; !(ioread8(uart + UART_LSR) & LSR_THRE); polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	iowrite8(c, uart + UART_TX);
}

static void receive_char(u8 status)
{
	static bool told;
	char c = ioread8(uart + UART_RX);

	if (status & LSR_OE && !told) {
		told = true;
		pr_warn("uart8250: characters arrived faster than they were read: some are lost");
	}
	if (!(status & LSR_BROKEN))
		console_received(c);
}

/*
 * As long as the ring is full the device may not interrupt: nobody would take it. Its line
 * falls when the FIFO is empty, so what arrives later is an edge of its own.
 */
static void uart_receive(void)
{
	u8 status;

	while (console_has_room() && (status = ioread8(uart + UART_LSR)) & LSR_DR)
		receive_char(status);
	if (uart_console.interrupts)
		iowrite8(console_has_room() ? IER_RX : 0, uart + UART_IER);
}

static irqreturn_t uart_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (ioread8(uart + UART_IIR) & IIR_NONE)
		return IRQ_NONE;
	uart_receive();
	return IRQ_HANDLED;
}

/* Where nothing answers, the bus reads as ones; a scratch register keeps what it is given. */
bool uart_present(void __iomem *base)
{
	iowrite8(0x5a, base + UART_SCRATCH);
	return ioread8(base + UART_SCRATCH) == 0x5a && ioread8(base + UART_LSR) != 0xff;
}

/* Line speed and format stay as firmware chose them. */
void uart_console_init(void __iomem *base)
{
	uart = base;
	iowrite8(0, uart + UART_IER);
	iowrite8(FCR_ENABLE | FCR_TRIGGER_8, uart + UART_FCR);
	iowrite8(LCR_8N1, uart + UART_LCR);
	iowrite8(MCR_DTR | MCR_RTS | MCR_OUT2, uart + UART_MCR);
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
	return active_console() == &uart_console && uart == ioport_map(port, UART_PORTS);
}

/* All that can fail comes first. Without an interrupt controller the console is polled. */
static int uart_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq_optional(pdev, 0), err;
	u16 port;

	if (irq == -EPROBE_DEFER)
		return irq;
	port = platform_get_resource(pdev, IORESOURCE_IO, 0)->start;
	if (!uart_present(ioport_map(port, UART_PORTS)))
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
	iowrite8(0, uart + UART_IER);
}

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250" },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
