// SPDX-License-Identifier: MIT
// caught by: acknowledge
static void irq_ack(struct irq_data *data)
{
	(void)data;
}

static irqreturn_t pl061_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct pl061 *pl061 = data;
	u32 pending = readl(pl061->base + GPIOMIS);

	for (unsigned int line = 0; line < PL061_LINES; line++)
		if (pending & BIT(line))
			generic_handle_domain_irq(pl061->domain, line);
	writel(pending, pl061->base + GPIOIC);
	return pending ? IRQ_HANDLED : IRQ_NONE;
}
