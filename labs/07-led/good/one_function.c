// SPDX-License-Identifier: MIT
// Another way to the same writes.
static void set_direction(void __iomem *base, unsigned int line, bool output)
{
	unsigned long flags;
	u32 lines;

	local_irq_save(flags);
	lines = readl(base + GPIODIR);
	if (output)
		lines |= 1u << line;
	else
		lines &= ~(1u << line);
	writel(lines, base + GPIODIR);
	local_irq_restore(flags);
}

void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	/* All bits: the address already selects the line. */
	writel(level ? 0xff : 0, base + (4ul << line));
}

bool pl061_get(const void __iomem *base, unsigned int line)
{
	return readl(base + GPIODATA(0xff)) >> line & 1;
}

static void __iomem *map_pl061(phys_addr_t *phys)
{
	return pl061_find(phys) ? NULL : early_ioremap(*phys, AMBA_SIZE);
}

int led_demo(void)
{
	phys_addr_t phys;
	void __iomem *base = map_pl061(&phys);

	if (!base)
		return -ENODEV;
	pl061_set_output(base, LED_LINE, false);
	for (int step = 1; step <= 2 * LED_BLINKS; step++)
		pl061_set(base, LED_LINE, step % 2);
	pl061_set_input(base, LED_LINE);
	early_iounmap(base, AMBA_SIZE);
	return 0;
}
