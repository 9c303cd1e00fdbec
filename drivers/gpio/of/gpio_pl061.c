// SPDX-License-Identifier: MIT
/*
 * The PL061's driver. It registers a GPIO chip, and an interrupt controller for the lines, whose
 * output is one interrupt of another controller.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <drivers/amba.h>
#include <drivers/gpio.h>
#include <drivers/pl061.h>
#include <drivers/platform_device.h>

/* One bit for each line (Arm DDI 0190, 3.3). */
#define GPIOIS	0x404 /* sense: 1 level, 0 edge */
#define GPIOIBE 0x408 /* both edges */
#define GPIOIEV 0x40c /* 1 rising edge or high level */
#define GPIOIE	0x410 /* interrupt enabled */
#define GPIOMIS 0x418 /* interrupt active */
#define GPIOIC	0x41c /* write 1 to acknowledge an edge */

struct pl061 {
	void __iomem *base;
	struct gpio_chip chip;
	struct irq_domain *domain;
};

static void __iomem *base_of(struct gpio_chip *chip)
{
	return container_of(chip, struct pl061, chip)->base;
}

static bool is_output(struct gpio_chip *chip, unsigned int offset)
{
	return pl061_is_output(base_of(chip), offset);
}

static void direction_input(struct gpio_chip *chip, unsigned int offset)
{
	pl061_set_input(base_of(chip), offset);
}

static void direction_output(struct gpio_chip *chip, unsigned int offset, bool level)
{
	pl061_set_output(base_of(chip), offset, level);
}

static bool get(struct gpio_chip *chip, unsigned int offset)
{
	return pl061_get(base_of(chip), offset);
}

static void set(struct gpio_chip *chip, unsigned int offset, bool level)
{
	pl061_set(base_of(chip), offset, level);
}

static void __iomem *irq_base(const struct irq_data *data)
{
	const struct pl061 *pl061 = data->domain->host_data;

	return pl061->base;
}

/* All lines share the register, so interrupts are masked during the read-modify-write. */
static void assign_bit(const struct irq_data *data, unsigned int reg, bool value)
{
	void __iomem *base = irq_base(data);
	u32 bit = BIT(data->hwirq), others;
	unsigned long flags;

	local_irq_save(flags);
	others = readl(base + reg) & ~bit;
	writel(value ? others | bit : others, base + reg);
	local_irq_restore(flags);
}

static void irq_mask(struct irq_data *data)
{
	assign_bit(data, GPIOIE, false);
}

static void irq_unmask(struct irq_data *data)
{
	assign_bit(data, GPIOIE, true);
}

static void irq_ack(struct irq_data *data)
{
	writel(BIT(data->hwirq), irq_base(data) + GPIOIC);
}

static int irq_set_type(struct irq_data *data, unsigned int type)
{
	bool level = type == IRQ_TYPE_LEVEL_HIGH || type == IRQ_TYPE_LEVEL_LOW;

	if (!level && (!type || type & ~IRQ_TYPE_EDGE_BOTH))
		return -EINVAL;
	assign_bit(data, GPIOIS, level);
	assign_bit(data, GPIOIBE, type == IRQ_TYPE_EDGE_BOTH);
	assign_bit(data, GPIOIEV, type == IRQ_TYPE_EDGE_RISING || type == IRQ_TYPE_LEVEL_HIGH);
	/* Clear an edge that was detected with the old settings. */
	irq_ack(data);
	return 0;
}

static const struct irq_chip pl061_irq_chip = {
	.name = "pl061",
	.irq_mask = irq_mask,
	.irq_unmask = irq_unmask,
	.irq_ack = irq_ack,
	.irq_set_type = irq_set_type,
};

static irqreturn_t pl061_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct pl061 *pl061 = data;
	u32 pending = readl(pl061->base + GPIOMIS);

	for (unsigned int line = 0; line < PL061_LINES; line++)
		if (pending & BIT(line))
			generic_handle_domain_irq(pl061->domain, line);
	return pending ? IRQ_HANDLED : IRQ_NONE;
}

static void remove_domain(void *domain)
{
	irq_domain_remove(domain);
}

static int add_irqs(struct device *dev, struct pl061 *pl061, unsigned int irq)
{
	int err;

	pl061->domain = irq_domain_add_linear(dev->of_node, PL061_LINES, &pl061_irq_chip,
					      irq_domain_xlate_twocell, pl061);
	if (!pl061->domain)
		return -ENOMEM;
	err = devm_add_action_or_reset(dev, remove_domain, pl061->domain);
	if (err)
		return err;
	return devm_request_irq(dev, irq, pl061_interrupt, dev_name(dev), pl061);
}

static int pl061_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq(pdev, 0), err = 0;
	struct pl061 *pl061;
	struct amba_id id;

	/* Without a valid interrupt, the lines can still be used. */
	if (irq == -EPROBE_DEFER)
		return irq;
	pl061 = devm_kzalloc(&pdev->dev, sizeof(*pl061));
	if (!pl061)
		return -ENOMEM;
	pl061->base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(pl061->base))
		return IOMEM_PTR_ERR(pl061->base);
	id = amba_read_id(pl061->base);
	if (!amba_is(&id, AMBA_PART_PL061))
		return dev_err_probe(&pdev->dev, -ENXIO, "no PL061 answers there");
	writel(0, pl061->base + GPIOIE);
	if (irq > 0)
		err = add_irqs(&pdev->dev, pl061, irq);
	if (err)
		return err;
	pl061->chip = (struct gpio_chip){
		.ngpio = PL061_LINES,
		.is_output = is_output,
		.direction_input = direction_input,
		.direction_output = direction_output,
		.get = get,
		.set = set,
	};
	err = devm_gpiochip_add(&pdev->dev, &pl061->chip);
	if (!err)
		dev_info(&pdev->dev, "lines are gpio %u to %u%s", pl061->chip.base,
			 pl061->chip.base + PL061_LINES - 1, irq > 0 ? "" : ", without interrupts");
	return err ? err : devm_pl061_demo_led(&pdev->dev, &pl061->chip);
}

static const struct of_device_id pl061_ids[] = { { .compatible = "arm,pl061" }, { 0 } };

static const struct platform_driver pl061_driver = {
	.driver = { .name = "pl061", .of_match_table = pl061_ids },
	.probe = pl061_probe,
};
module_platform_driver(pl061_driver);
