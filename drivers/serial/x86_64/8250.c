// SPDX-License-Identifier: MIT
/*
 * The 16550 UART (TI TL16C550C), by ports. Transmits by polling, receives by interrupt.
 *
 * The console comes to it twice, and the device does not notice: see pl011.c.
 */
#include "8250.h"

#include <bootmap/console.h>
#include <bootmap/err.h>
#include <bootmap/irqflags.h>
#include <bootmap/platform_device.h>
#include <bootmap/printk.h>

#include <asm/io.h>

/* More polls than the slowest line needs for a character; then the device is dead. */
#define TX_POLL_LIMIT 10000000

static u16 uart;

static void uart_write_char(char c);
static void uart_receive(void);

static struct console uart_console = {
	.name = "uart8250",
	.write_char = uart_write_char,
	.receive = uart_receive,
};

static void uart_write_char(char c)
{
	for (int polls = 0; !(inb(uart + UART_LSR) & LSR_THRE); polls++)
		if (polls == TX_POLL_LIMIT) {
			unregister_console();
			return;
		}
	outb(c, uart + UART_TX);
}

static void receive_char(u8 status)
{
	static bool told;
	char c = inb(uart + UART_RX);

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

	while (console_has_room() && (status = inb(uart + UART_LSR)) & LSR_DR)
		receive_char(status);
	if (uart_console.interrupts)
		outb(console_has_room() ? IER_RX : 0, uart + UART_IER);
}

static irqreturn_t uart_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (inb(uart + UART_IIR) & IIR_NONE)
		return IRQ_NONE;
	uart_receive();
	return IRQ_HANDLED;
}

/* Where nothing answers, the bus reads as ones; a scratch register keeps what it is given. */
bool uart_present(u16 port)
{
	outb(0x5a, port + UART_SCRATCH);
	return inb(port + UART_SCRATCH) == 0x5a && inb(port + UART_LSR) != 0xff;
}

/* Line speed and format stay as firmware chose them. */
void uart_console_init(u16 port)
{
	uart = port;
	outb(0, uart + UART_IER);
	outb(FCR_ENABLE | FCR_TRIGGER_8, uart + UART_FCR);
	outb(LCR_8N1, uart + UART_LCR);
	outb(MCR_DTR | MCR_RTS | MCR_OUT2, uart + UART_MCR);
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
	return active_console() == &uart_console && uart == port;
}

/* All that can fail comes first. Without an interrupt controller the console is polled. */
static int uart_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq_optional(pdev, 0), err;
	u16 port;

	if (irq == -EPROBE_DEFER)
		return irq;
	if (!uart_present(platform_get_resource(pdev, IORESOURCE_IO, 0)->start))
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
	outb(0, uart + UART_IER);
}

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250" },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
