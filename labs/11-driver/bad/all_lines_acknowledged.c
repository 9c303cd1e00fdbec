// SPDX-License-Identifier: MIT
// caught by: acknowledge
static void irq_ack(struct irq_data *data)
{
	writel(0xff, irq_base(data) + GPIOIC);
}
