// SPDX-License-Identifier: MIT
// caught by: masks
static void assign_bit(const struct irq_data *data, unsigned int reg, bool value)
{
	void __iomem *base = irq_base(data);
	u32 bit = BIT(data->hwirq), others = readl(base + reg) & ~bit;

	writel(value ? others | bit : others, base + reg);
}
