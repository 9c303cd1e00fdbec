// SPDX-License-Identifier: MIT
// The domain is removed by hand if its note fails; registers are claimed and mapped in two steps.
static void assign_bit(const struct irq_data *data, unsigned int reg, bool value)
{
	void __iomem *address = irq_base(data) + reg;
	unsigned long flags;
	u32 bits;

	local_irq_save(flags);
	bits = readl(address);
	if (value)
		bits |= BIT(data->hwirq);
	else
		bits &= ~BIT(data->hwirq);
	writel(bits, address);
	local_irq_restore(flags);
}

static int irq_set_type(struct irq_data *data, unsigned int type)
{
	bool level = false, both = false, high = false;

	switch (type) {
	case IRQ_TYPE_LEVEL_HIGH:
		level = high = true;
		break;
	case IRQ_TYPE_LEVEL_LOW:
		level = true;
		break;
	case IRQ_TYPE_EDGE_BOTH:
		both = high = true;
		break;
	case IRQ_TYPE_EDGE_RISING:
		high = true;
		break;
	case IRQ_TYPE_EDGE_FALLING:
		break;
	default:
		return -EINVAL;
	}
	assign_bit(data, GPIOIEV, high);
	assign_bit(data, GPIOIBE, both);
	assign_bit(data, GPIOIS, level);
	writel(BIT(data->hwirq), irq_base(data) + GPIOIC);
	return 0;
}

static irqreturn_t pl061_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct pl061 *pl061 = data;
	u32 pending = readl(pl061->base + GPIOMIS);

	if (!pending)
		return IRQ_NONE;
	for (; pending; pending &= pending - 1)
		generic_handle_domain_irq(pl061->domain, __builtin_ctz(pending));
	return IRQ_HANDLED;
}

static int add_irqs(struct device *dev, struct pl061 *pl061, unsigned int irq)
{
	struct irq_domain *domain = irq_domain_add_linear(
		dev->of_node, PL061_LINES, &pl061_irq_chip, irq_domain_xlate_twocell, pl061);

	if (!domain)
		return -ENOMEM;
	pl061->domain = domain;
	if (devm_add_action(dev, remove_domain, domain)) {
		irq_domain_remove(domain);
		return -ENOMEM;
	}
	return devm_request_irq(dev, irq, pl061_interrupt, dev_name(dev), pl061);
}

static void __iomem *map_registers(struct platform_device *pdev)
{
	const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, 0);
	struct device *dev = &pdev->dev;

	if (!res || !devm_request_mem_region(dev, res->start, resource_size(res), dev_name(dev)))
		return NULL;
	return devm_ioremap(dev, res->start, resource_size(res));
}

static int pl061_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct pl061 *pl061;
	struct amba_id id;
	int irq, err;

	irq = platform_get_irq(pdev, 0);
	if (irq == -EPROBE_DEFER)
		return -EPROBE_DEFER;
	pl061 = devm_kzalloc(dev, sizeof(*pl061));
	if (!pl061)
		return -ENOMEM;
	pl061->base = map_registers(pdev);
	if (!pl061->base)
		return -EBUSY;
	id = amba_read_id(pl061->base);
	if (!amba_is(&id, AMBA_PART_PL061))
		return -ENXIO;
	writel(0, pl061->base + GPIOIE);
	pl061->chip = (struct gpio_chip){
		.ngpio = PL061_LINES,
		.is_output = is_output,
		.direction_input = direction_input,
		.direction_output = direction_output,
		.get = get,
		.set = set,
	};
	err = devm_gpiochip_add(dev, &pl061->chip);
	if (!err && irq > 0)
		err = add_irqs(dev, pl061, irq);
	return err ? err : devm_pl061_demo_led(dev, &pl061->chip);
}
