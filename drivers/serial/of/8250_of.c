// SPDX-License-Identifier: MIT
/* 16550 UARTs that the device tree describes: the driver is drivers/serial/8250.c. */
#include "../8250.h"

#include <bootmap/io.h>
#include <bootmap/traps.h>
#include <drivers/platform_device.h>
#include <errno.h>

/*
 * The mini-UART of the Raspberry Pi ("BCM2835 ARM Peripherals", 2.2) has the registers of a 16550, one in
 * each word, and more. QEMU's has no scratch register, so one of its own shows that it is there.
 */
#define MINI_CONTROL 0x20
#define MINI_ON	     GENMASK(1, 0) /* receiver and transmitter */

int bcm2835_aux_console_init(const struct uart *at)
{
	struct uart mini = { .registers = at->registers, .access = EARLYCON_MMIO32, .shift = 2 };
	volatile u32 control = 0; /* volatile: it outlives a longjmp() */
	struct trap trap;

	CATCH_TRAP(&trap, writel(MINI_ON, at->registers + MINI_CONTROL);
		   control = readl(at->registers + MINI_CONTROL));
	if (control != MINI_ON)
		return -ENODEV;
	uart8250_start(&mini);
	return 0;
}

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
	{ .compatible = "brcm,bcm2835-aux-uart" },
	{ 0 },
};

static const struct platform_driver uart_driver = {
	.driver = { .name = "serial8250", .of_match_table = uart_ids },
	.probe = uart_probe,
	.remove = uart_remove,
};
module_platform_driver(uart_driver);
