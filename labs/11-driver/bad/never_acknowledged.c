// SPDX-License-Identifier: MIT
// caught by: acknowledge
static void irq_ack(struct irq_data *data)
{
	readl(irq_base(data) + GPIOIC);
}
