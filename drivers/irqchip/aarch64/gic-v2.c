// SPDX-License-Identifier: MIT
/*
 * Generic Interrupt Controller, version 2 (Arm IHI 0048B.b).
 *
 * Groups exist so that the secure world can have interrupts of its own. The two worlds see
 * the control registers' bit 0 as "enable my group", and interrupts of either group arrive
 * as IRQ as long as nobody sets FIQEn. So one setting serves everywhere: what we may
 * decide goes to group 0; where our writes are ignored, firmware has chosen group 1.
 */
#include "gic.h"

#include <bootmap/device.h>
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/platform_device.h>

#define GICD_CTLR_ENABLE BIT(0)

#define GICC_CTLR	 0x00
#define GICC_CTLR_ENABLE BIT(0)
#define GICC_PMR	 0x04
#define GICC_BPR	 0x08
#define GICC_IAR	 0x0c
#define GICC_EOIR	 0x10

#define IAR_ID GENMASK(9, 0)

static struct gic gic;
static void __iomem *cpu;

static void gic_v2_eoi(struct irq_data *data)
{
	writel(data->hwirq, cpu + GICC_EOIR);
}

static const struct irq_chip gic_v2_chip = {
	.name = "GICv2",
	.irq_mask = gic_mask,
	.irq_unmask = gic_unmask,
	.irq_eoi = gic_v2_eoi,
	.irq_set_type = gic_set_type,
};

/* Reading the register acknowledges: the input becomes active and asks no more until EOI. */
static bool gic_v2_handle(void)
{
	unsigned int hwirq = FIELD_GET(IAR_ID, readl(cpu + GICC_IAR));

	if (hwirq >= GIC_MAX_IRQS)
		return false;
	generic_handle_domain_irq(gic.domain, hwirq);
	return true;
}

/* SPIs go to this core. What its bit is, the private inputs' fields say, read-only. */
static void route_to_this_core(void)
{
	u32 this_core = readl(gic.dist + GICD_ITARGETSR(0)) & 0xff;

	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n += 4)
		writel_relaxed(GIC_FOUR_TIMES(this_core), gic.dist + GICD_ITARGETSR(n));
}

static void start(void)
{
	writel(0, gic.dist + GICD_CTLR);
	gic_reset_inputs(&gic, false);
	route_to_this_core();
	writel(GICD_CTLR_ENABLE, gic.dist + GICD_CTLR);
	writel(GIC_PRIORITY_MASK, cpu + GICC_PMR);
	writel(0, cpu + GICC_BPR);
	writel(GICC_CTLR_ENABLE, cpu + GICC_CTLR);
}

static int gic_v2_probe(struct platform_device *pdev)
{
	gic.dist = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(gic.dist))
		return IOMEM_PTR_ERR(gic.dist);
	cpu = devm_platform_ioremap_resource(pdev, 1);
	if (IOMEM_IS_ERR(cpu))
		return IOMEM_PTR_ERR(cpu);
	gic.local = gic.dist;
	gic.lines = gic_count_lines(gic.dist);
	gic.domain =
		irq_domain_add_linear(pdev->dev.of_node, gic.lines, &gic_v2_chip, gic_xlate, &gic);
	if (!gic.domain)
		return -ENOMEM;
	start();
	set_handle_irq(gic_v2_handle);
	dev_info(&pdev->dev, "GICv2, %u inputs", gic.lines);
	return 0;
}

static const struct of_device_id gic_v2_ids[] = {
	{ .compatible = "arm,cortex-a15-gic" },
	{ .compatible = "arm,gic-400" },
	{ 0 },
};

static const struct platform_driver gic_v2_driver = {
	.driver = { .name = "gic-v2", .of_match_table = gic_v2_ids },
	.probe = gic_v2_probe,
};
module_platform_driver(gic_v2_driver);
