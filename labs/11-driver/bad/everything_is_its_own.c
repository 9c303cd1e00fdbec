// SPDX-License-Identifier: MIT
// caught by: handler
static irqreturn_t pl061_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct pl061 *pl061 = data;
	u32 pending = readl(pl061->base + GPIOMIS);

	for (unsigned int line = 0; line < PL061_LINES; line++)
		if (pending & BIT(line))
			generic_handle_domain_irq(pl061->domain, line);
	return IRQ_HANDLED;
}
