// SPDX-License-Identifier: MIT
/*
 * The interrupt controller beside the cores of the Raspberry Pi 2 and 3 (Broadcom QA7, "BCM2836
 * ARM-local peripherals", 3.4). Each core has inputs of its own for its timers. One more input is the
 * controller of all other devices (bcm2836-armctrl-ic.c); it is routed to one of the cores. The inputs
 * for messages between cores and for the performance monitor have no user here, and stay off.
 */
#include "gic.h"

#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/irqflags.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

#include <asm/sysreg.h>

#define NR_CORES 4

#define GPU_ROUTING	   0x0c /* number of the core that is interrupted */
#define LOCAL_TIMER	   0x34
#define TIMER_CONTROL(n)   (0x40 + 4 * (n)) /* of core n: bits 3:0 IRQ, bits 7:4 FIQ */
#define MAILBOX_CONTROL(n) (0x50 + 4 * (n))
#define IRQ_SOURCE(n)	   (0x60 + 4 * (n)) /* a bit for each active input */

/* Inputs: secure, non-secure, hypervisor and virtual timer; others; devices. */
#define NR_TIMERS 4
#define INPUT_GPU 8
#define INPUTS	  (BIT(INPUT_GPU) | GENMASK(NR_TIMERS - 1, 0))

static void __iomem *base;
static unsigned int core;
static struct irq_domain *domain;

/* The devices' input has no mask of its own: it is routed to a core whose interrupts are masked. */
static void enable(const struct irq_data *data, bool on)
{
	unsigned long flags;
	u32 others;

	if (data->hwirq == INPUT_GPU) {
		writel(on ? core : (core + 1) % NR_CORES, base + GPU_ROUTING);
		return;
	}
	local_irq_save(flags);
	others = readl(base + TIMER_CONTROL(core)) & ~BIT(data->hwirq);
	writel(on ? others | BIT(data->hwirq) : others, base + TIMER_CONTROL(core));
	local_irq_restore(flags);
}

static void l1_mask(struct irq_data *data)
{
	enable(data, false);
}

static void l1_unmask(struct irq_data *data)
{
	enable(data, true);
}

static const struct irq_chip l1_chip = {
	.name = "bcm2836-l1",
	.irq_mask = l1_mask,
	.irq_unmask = l1_unmask,
};

/* One cell, or two; the trigger in the second one is a property of the input, and not read. */
static int l1_xlate(struct irq_domain *inputs, const u32 *cells, unsigned int count,
		    unsigned int *hwirq, unsigned int *type)
{
	(void)inputs;
	if (count > 2 || cells[0] > INPUT_GPU || !(INPUTS & BIT(cells[0])))
		return -EINVAL;
	*hwirq = cells[0];
	*type = IRQ_TYPE_NONE;
	return 0;
}

static bool l1_handle(void)
{
	u32 active = readl(base + IRQ_SOURCE(core)) & INPUTS;

	if (!active)
		return false;
	generic_handle_domain_irq(domain, __builtin_ctz(active));
	return true;
}

/* Software that ran before this kernel may have left interrupts enabled. */
static void disable_all(void)
{
	writel(0, base + LOCAL_TIMER);
	writel(0, base + TIMER_CONTROL(core));
	writel(0, base + MAILBOX_CONTROL(core));
	l1_mask(&(struct irq_data){ .hwirq = INPUT_GPU });
}

/* The Raspberry Pi 4 has a GIC instead, and its tree does not call this device a controller. */
static int l1_probe(struct platform_device *pdev)
{
	const struct device_node *node = pdev->dev.of_node;

	if (!of_get_property(node, "interrupt-controller", NULL) || gic_left_alone(&pdev->dev))
		return -ENODEV;
	base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	core = read_sysreg(mpidr_el1) % NR_CORES;
	domain = irq_domain_add_linear(node, INPUT_GPU + 1, &l1_chip, l1_xlate, NULL);
	if (!domain)
		return -ENOMEM;
	disable_all();
	set_handle_irq(l1_handle);
	dev_info(&pdev->dev, "local interrupts of core %u", core);
	return 0;
}

static const struct of_device_id l1_ids[] = { { .compatible = "brcm,bcm2836-l1-intc" }, { 0 } };

static const struct platform_driver l1_driver = {
	.driver = { .name = "bcm2836-l1-intc", .of_match_table = l1_ids },
	.probe = l1_probe,
};
module_platform_driver(l1_driver);
