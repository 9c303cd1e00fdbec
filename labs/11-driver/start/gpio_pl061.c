// SPDX-License-Identifier: MIT
/*
 * Sets or clears the bit of one line in a register. All lines share the register, so interrupts must be
 * masked during the read-modify-write.
 *
 * TODO: readl(), writel(), local_irq_save(), local_irq_restore().
 */
static void assign_bit(const struct irq_data *data, unsigned int reg, bool value)
{
	(void)data;
	(void)reg;
	(void)value;
}

/*
 * Clears the edge that was detected on this line. The handler of the line runs after it.
 *
 * TODO: GPIOIC.
 */
static void irq_ack(struct irq_data *data)
{
	(void)irq_base(data);
}

/*
 * Prepares a line for one of IRQ_TYPE_EDGE_RISING, _FALLING, _BOTH, IRQ_TYPE_LEVEL_HIGH, _LOW. An edge
 * that was detected with the old settings is forgotten.
 *
 * Return: 0; -EINVAL, without a change, for every other type.
 *
 * TODO: GPIOIS, GPIOIBE, GPIOIEV.
 */
static int irq_set_type(struct irq_data *data, unsigned int type)
{
	(void)data;
	(void)type;
	return -EINVAL;
}

/*
 * The device's interrupt. Calls generic_handle_domain_irq() for each line that is active and enabled.
 *
 * Return: IRQ_HANDLED, or IRQ_NONE if there is no such line.
 *
 * TODO
 */
static irqreturn_t pl061_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	(void)data;
	return IRQ_NONE;
}

/*
 * Registers the lines as inputs of an interrupt controller, and then the handler of @irq.
 *
 * Return: 0, or the error of the step that failed.
 *
 * TODO: irq_domain_add_linear() with pl061_irq_chip and irq_domain_xlate_twocell(); it has no devm_
 * variant, so remove_domain() must be noted. Then devm_request_irq().
 */
static int add_irqs(struct device *dev, struct pl061 *pl061, unsigned int irq)
{
	(void)dev;
	(void)irq;
	(void)pl061;
	(void)remove_domain;
	(void)pl061_interrupt;
	(void)pl061_irq_chip.name;
	return -ENOMEM;
}

/*
 * Brings a PL061 into use. Return: 0, or an error; then nothing is left of the attempt.
 *
 * TODO, in an order that you can give reasons for: memory for a struct pl061, its registers, is it a
 * PL061 (-ENXIO if not), no line may interrupt, add_irqs(), the lines with devm_gpiochip_add(),
 * and last devm_pl061_demo_led(). Before all of it, the number of its interrupt: -EPROBE_DEFER ends the
 * probe; with another error the lines can still be used, without add_irqs().
 */
static int pl061_probe(struct platform_device *pdev)
{
	struct pl061 *pl061 = devm_kzalloc(&pdev->dev, sizeof(*pl061));

	if (!pl061)
		return -ENOMEM;
	pl061->chip = (struct gpio_chip){
		.ngpio = PL061_LINES,
		.is_output = is_output,
		.direction_input = direction_input,
		.direction_output = direction_output,
		.get = get,
		.set = set,
	};
	return add_irqs(&pdev->dev, pl061, 0);
}
