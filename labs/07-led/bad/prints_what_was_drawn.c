// SPDX-License-Identifier: MIT
// caught by: others
static void __iomem *map_pl061(phys_addr_t *phys)
{
	void __iomem *base;

	if (pl061_find(phys))
		return NULL;
	base = early_ioremap(*phys, AMBA_SIZE);
	/* It says what the check has drawn. */
	pr_info("others %02x %02x", pl061_is_output(base, 0), pl061_levels(base));
	return base;
}

void pl061_set(void __iomem *base, unsigned int line, bool level)
{
	writel(level ? BIT(line) : 0, base + GPIODATA(0xff));
}
