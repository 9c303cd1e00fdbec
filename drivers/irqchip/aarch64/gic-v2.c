// SPDX-License-Identifier: MIT
/*
 * Generic Interrupt Controller, version 2 (Arm IHI 0048B.b).
 *
 * Groups allow the secure state to have interrupts of its own. In both security states, bit 0 of
 * the control registers enables the state's own group, and interrupts of both groups arrive as IRQ
 * as long as FIQEn is clear. So one setting works in both states: the driver selects group 0. In
 * the non-secure state these writes are ignored, and firmware has selected group 1.
 */
#include "gic.h"

#include <bootmap/err.h>
#include <bootmap/io.h>
#include <drivers/device.h>
#include <drivers/platform_device.h>

#define GICD_CTLR_ENABLE  BIT(0)
#define GICD_CPENDSGIR(n) (0xf10 + (n)) /* eight bits for each SGI: the sender */
#define GICD_PIDR2	  0xfe8

#define GICC_CTLR	 0x00
#define GICC_CTLR_ENABLE BIT(0)
#define GICC_PMR	 0x04
#define GICC_BPR	 0x08
#define GICC_IAR	 0x0c
#define GICC_EOIR	 0x10
#define GICC_APR(n)	 (0xd0 + 4 * (n)) /* priorities in service, and those of group 1 */
#define GICC_NSAPR(n)	 (0xe0 + 4 * (n)) /* as seen by the secure state */
#define GICC_APRS	 4

#define IAR_ID GENMASK(9, 0)

static struct gic gic;
static void __iomem *cpu;
static u32 acknowledged; /* input and, for an SGI, the sender */

static void gic_v2_eoi(struct irq_data *data __attribute__((unused)))
{
	writel(acknowledged, cpu + GICC_EOIR);
}

static const struct irq_chip gic_v2_chip = {
	.name = "GICv2",
	.irq_mask = gic_mask,
	.irq_unmask = gic_unmask,
	.irq_eoi = gic_v2_eoi,
	.irq_set_type = gic_set_type,
};

/* Reading the register acknowledges: the input becomes active and is not signalled until EOI. */
static bool gic_v2_handle(void)
{
	unsigned int hwirq;

	acknowledged = readl(cpu + GICC_IAR);
	hwirq = FIELD_GET(IAR_ID, acknowledged);
	if (hwirq >= GIC_MAX_IRQS)
		return false;
	generic_handle_domain_irq(gic.domain, hwirq);
	return true;
}

/*
 * The bit of this core in the target fields. The read-only fields of the private inputs contain it;
 * on some controllers a few of these are empty. With a single core all are empty, and no target is
 * needed.
 */
static u32 this_core(void)
{
	u32 targets = 0;

	for (unsigned int n = 0; n < GIC_FIRST_SPI && !targets; n += 4)
		targets = readl(gic.dist + GICD_ITARGETSR(n));
	targets |= targets >> 16;
	targets |= targets >> 8;
	return targets & 0xff;
}

static void route_to_this_core(void)
{
	u32 routes = GIC_FOUR_TIMES(this_core());

	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n += 4)
		writel_relaxed(routes, gic.dist + GICD_ITARGETSR(n));
}

/*
 * If an interrupt was acknowledged and never ended, interrupts of its priority are not signalled to
 * this core, even after its input is inactive.
 */
static void forget_what_is_in_service(void)
{
	for (unsigned int n = 0; n < GICC_APRS; n++) {
		writel(0, cpu + GICC_APR(n));
		writel(0, cpu + GICC_NSAPR(n));
	}
	for (unsigned int n = 0; n < GIC_FIRST_PPI; n += 4)
		writel(~0, gic.dist + GICD_CPENDSGIR(n));
}

static void start(void)
{
	writel(0, cpu + GICC_CTLR);
	writel(0, gic.dist + GICD_CTLR);
	gic_reset_inputs(&gic, false);
	forget_what_is_in_service();
	route_to_this_core();
	writel(GICD_CTLR_ENABLE, gic.dist + GICD_CTLR);
	writel(0, cpu + GICC_BPR);
	writel(GICC_CTLR_ENABLE, cpu + GICC_CTLR);
}

/*
 * In a virtual machine the identification can be 0. Another version than 2 is refused. The
 * priority mask must keep at least four bits of what is written.
 */
static const char *objection(void)
{
	u32 version = FIELD_GET(PIDR2_ARCHREV, readl(gic.dist + GICD_PIDR2));

	if (version > 2)
		return "its identification (GICD_PIDR2) is not a GICv2's";
	writel(GIC_PRIORITY_MASK, cpu + GICC_PMR);
	if ((readl(cpu + GICC_PMR) & GIC_PRIORITY_MASK) != GIC_PRIORITY_MASK)
		return "its second reg is no CPU interface";
	return NULL;
}

static int gic_v2_probe(struct platform_device *pdev)
{
	const char *why;

	if (gic_left_alone(&pdev->dev))
		return -ENODEV;
	gic.dist = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(gic.dist))
		return IOMEM_PTR_ERR(gic.dist);
	cpu = devm_platform_ioremap_resource(pdev, 1);
	if (IOMEM_IS_ERR(cpu))
		return IOMEM_PTR_ERR(cpu);
	why = objection();
	if (why) {
		dev_err(&pdev->dev, "this GICv2 cannot be used: %s", why);
		return -ENODEV;
	}
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
	{ .compatible = "arm,cortex-a7-gic" },
	{ .compatible = "arm,gic-400" },
	{ 0 },
};

static const struct platform_driver gic_v2_driver = {
	.driver = { .name = "gic-v2", .of_match_table = gic_v2_ids },
	.probe = gic_v2_probe,
};
module_platform_driver(gic_v2_driver);
