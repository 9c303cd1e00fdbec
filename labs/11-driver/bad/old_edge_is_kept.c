// SPDX-License-Identifier: MIT
// caught by: acknowledge
static int irq_set_type(struct irq_data *data, unsigned int type)
{
	bool level = type == IRQ_TYPE_LEVEL_HIGH || type == IRQ_TYPE_LEVEL_LOW;

	if (!level && (!type || type & ~IRQ_TYPE_EDGE_BOTH))
		return -EINVAL;
	assign_bit(data, GPIOIS, level);
	assign_bit(data, GPIOIBE, type == IRQ_TYPE_EDGE_BOTH);
	assign_bit(data, GPIOIEV, type == IRQ_TYPE_EDGE_RISING || type == IRQ_TYPE_LEVEL_HIGH);
	return 0;
}
