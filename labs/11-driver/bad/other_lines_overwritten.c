// SPDX-License-Identifier: MIT
// caught by: types
static void assign_bit(const struct irq_data *data, unsigned int reg, bool value)
{
	writel(value ? BIT(data->hwirq) : 0, irq_base(data) + reg);
}
