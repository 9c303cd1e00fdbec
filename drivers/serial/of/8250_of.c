// SPDX-License-Identifier: MIT
/* 16550 UARTs that the device tree describes: the driver is drivers/serial/8250.c. */
#include "../8250.h"

#include <drivers/platform_device.h>

static int uart_probe(struct platform_device *pdev)
{
	return of_serial_probe(pdev, &uart8250_console, uart8250_interrupt);
}

static void uart_remove(struct platform_device *pdev)
{
	of_serial_remove(pdev, &uart8250_console);
}

static const struct of_device_id uart_ids[] = {
	{ .compatible = "ns16550a" },
	{ .compatible = "ns16550" },
	{ .compatible = "snps,dw-apb-uart" },
	{ 0 },
};

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250", .of_match_table = uart_ids },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
