// SPDX-License-Identifier: MIT
// caught by: types
static int irq_set_type(struct irq_data *data, unsigned int type)
{
	assign_bit(data, GPIOIS, type & (IRQ_TYPE_LEVEL_HIGH | IRQ_TYPE_LEVEL_LOW));
	assign_bit(data, GPIOIBE, type == IRQ_TYPE_EDGE_BOTH);
	assign_bit(data, GPIOIEV, type & (IRQ_TYPE_EDGE_RISING | IRQ_TYPE_LEVEL_HIGH));
	irq_ack(data);
	return 0;
}
