// SPDX-License-Identifier: MIT
/* 16550 UARTs at the ports of a PC: the driver is drivers/serial/8250.c. */
#include "../8250.h"

#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <drivers/platform_device.h>
#include <errno.h>

static bool is_console(u16 port)
{
	return active_console() == &uart8250_console &&
	       uart8250_console.registers == ioport_map(port, UART_PORTS);
}

/* Steps that can fail come first. Without an interrupt controller the console is polled. */
static int uart_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq_optional(pdev, 0), err;
	u16 port;

	if (irq == -EPROBE_DEFER)
		return irq;
	port = platform_get_resource(pdev, IORESOURCE_IO, 0)->start;
	if (!uart8250_present(&(struct uart){ .registers = ioport_map(port, UART_PORTS) }))
		return -ENODEV;
	err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &port);
	if (err)
		return err;
	if (!is_console(port)) {
		dev_info(&pdev->dev, "at port 0x%x, not the console: not used", port);
		return 0;
	}
	err = irq > 0 ? devm_request_irq(&pdev->dev, irq, uart8250_interrupt, dev_name(&pdev->dev),
					 NULL) :
			0;
	if (err)
		return err;
	console_set_interrupts(&uart8250_console, irq > 0);
	dev_info(&pdev->dev, "at port 0x%x, the console; receives by %s", port,
		 irq > 0 ? "interrupt" : "polling");
	return 0;
}

/* The console is polled again, so that it still works. */
static void uart_remove(struct platform_device *pdev)
{
	if (is_console(platform_get_resource(pdev, IORESOURCE_IO, 0)->start))
		console_set_interrupts(&uart8250_console, false);
}

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250" },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
