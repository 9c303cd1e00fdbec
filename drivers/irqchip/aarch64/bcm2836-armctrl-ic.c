// SPDX-License-Identifier: MIT
/*
 * The interrupt controller for the devices of the Raspberry Pi 2 and 3 (Broadcom, "BCM2835 ARM
 * Peripherals", chapter 7). It has three banks of inputs. Its output is an input of
 * bcm2836-l1-intc.c. An input is active as long as its device requests service.
 */
#include <bootmap/compiler.h>
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/irq.h>
#include <drivers/platform_device.h>

#define FIQ_CONTROL 0x0c
#define BANK_INPUTS 32
#define FIRST_INPUTS \
	8 /* in the first bank; the other bits say that other banks have active inputs */

/* Offsets of its registers. They have a bit for each input, and a write of 0 changes nothing. */
static const struct bank {
	u8 pending, enable, disable;
} banks[] = {
	{ 0x00, 0x18, 0x24 },
	{ 0x04, 0x10, 0x1c },
	{ 0x08, 0x14, 0x20 },
};

static void __iomem *base;
static struct irq_domain *domain;

static void armctrl_mask(struct irq_data *data)
{
	writel(BIT(data->hwirq % BANK_INPUTS), base + banks[data->hwirq / BANK_INPUTS].disable);
}

static void armctrl_unmask(struct irq_data *data)
{
	writel(BIT(data->hwirq % BANK_INPUTS), base + banks[data->hwirq / BANK_INPUTS].enable);
}

static const struct irq_chip armctrl_chip = {
	.name = "armctrl",
	.irq_mask = armctrl_mask,
	.irq_unmask = armctrl_unmask,
};

/* Two cells: bank, and input in it. */
static int armctrl_xlate(struct irq_domain *inputs, const u32 *cells, unsigned int count,
			 unsigned int *hwirq, unsigned int *type)
{
	(void)inputs;
	if (count != 2 || cells[0] >= ARRAY_SIZE(banks) ||
	    cells[1] >= (cells[0] ? BANK_INPUTS : FIRST_INPUTS))
		return -EINVAL;
	*hwirq = cells[0] * BANK_INPUTS + cells[1];
	*type = IRQ_TYPE_NONE;
	return 0;
}

static irqreturn_t armctrl_interrupt(unsigned int irq, void *dev)
{
	irqreturn_t result = IRQ_NONE;

	(void)irq;
	(void)dev;
	for (unsigned int bank = 0; bank < ARRAY_SIZE(banks); bank++) {
		u32 pending = readl(base + banks[bank].pending);

		if (!bank)
			pending &= GENMASK(FIRST_INPUTS - 1, 0);
		for (; pending; pending &= pending - 1) {
			generic_handle_domain_irq(domain,
						  bank * BANK_INPUTS + __builtin_ctz(pending));
			result = IRQ_HANDLED;
		}
	}
	return result;
}

static void disable_all(void)
{
	writel(0, base + FIQ_CONTROL);
	for (unsigned int bank = 0; bank < ARRAY_SIZE(banks); bank++)
		writel(~0, base + banks[bank].disable);
}

static int armctrl_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	int irq = platform_get_irq(pdev, 0), err;

	if (irq < 0)
		return irq;
	base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	disable_all();
	err = devm_request_irq(dev, irq, armctrl_interrupt, dev_name(dev), NULL);
	if (err)
		return err;
	domain = irq_domain_add_linear(dev->of_node, ARRAY_SIZE(banks) * BANK_INPUTS, &armctrl_chip,
				       armctrl_xlate, NULL);
	if (!domain)
		return -ENOMEM;
	dev_info(dev, "interrupts of devices, in %lu banks", ARRAY_SIZE(banks));
	return 0;
}

static const struct of_device_id armctrl_ids[] = {
	{ .compatible = "brcm,bcm2836-armctrl-ic" },
	{ 0 },
};

static const struct platform_driver armctrl_driver = {
	.driver = { .name = "bcm2836-armctrl-ic", .of_match_table = armctrl_ids },
	.probe = armctrl_probe,
};
module_platform_driver(armctrl_driver);
