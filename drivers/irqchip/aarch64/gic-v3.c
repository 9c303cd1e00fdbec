// SPDX-License-Identifier: MIT
/*
 * Generic Interrupt Controller, version 3 (Arm IHI 0069H). The interface to the core is a
 * set of system registers.
 *
 * An interrupt of group 1 of the world that runs arrives as IRQ, all others as FIQ. So
 * ours have to be in group 1 of our world: in secure group 1 if we are the secure one.
 */
#include "gic.h"

#include <bootmap/device.h>
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/iopoll.h>
#include <bootmap/platform_device.h>

#include <asm/sysreg.h>

/* GICD_CTLR: the bits of group 1 as each world sees them (IHI 0069H, 12.9.4) */
#define CTLR_GRP1	BIT(1)	/* of the other world, or the only one */
#define CTLR_GRP1S	BIT(2)	/* secure */
#define CTLR_ARE	BIT(4)	/* route by affinity, as the system registers need it */
#define CTLR_RWP	BIT(31) /* a write has not yet arrived everywhere */
#define GICD_IROUTER(n) (0x6000 + 8 * (n))

/* A redistributor is two frames of 64 KiB, the second for inputs 0…31; four in GICv4. */
#define GICR_CTLR	 0x00
#define GICR_TYPER	 0x08
#define GICR_WAKER	 0x14
#define GICR_SGI_FRAME	 0x10000
#define GICR_FRAMES	 0x20000
#define GICR_FRAMES_V4	 0x40000
#define GICR_CTLR_RWP	 BIT(3)
#define GICR_TYPER_VLPIS BIT(1)
#define GICR_TYPER_LAST	 BIT(4)
#define GICR_TYPER_AFF	 GENMASK(63, 32)
#define WAKER_SLEEP	 BIT(1)
#define WAKER_ASLEEP	 BIT(2)

/* Far more than the longest of these waits takes; longer means that the device is dead. */
#define TIMEOUT_US 1000000

static struct gic gic;
static void __iomem *redist;

/* Writes that mask something, and those of the control register, take their time. */
static int wait_for_writes(void __iomem *ctlr, u32 pending)
{
	u32 value;

	return readl_poll_timeout_atomic(ctlr, value, !(value & pending), 0, TIMEOUT_US);
}

static void gic_v3_mask(struct irq_data *data)
{
	gic_mask(data);
	if (data->hwirq < GIC_FIRST_SPI)
		wait_for_writes(redist + GICR_CTLR, GICR_CTLR_RWP);
	else
		wait_for_writes(gic.dist + GICD_CTLR, CTLR_RWP);
}

static void gic_v3_eoi(struct irq_data *data)
{
	write_sysreg(icc_eoir1_el1, data->hwirq);
	isb();
}

static const struct irq_chip gic_v3_chip = {
	.name = "GICv3",
	.irq_mask = gic_v3_mask,
	.irq_unmask = gic_unmask,
	.irq_eoi = gic_v3_eoi,
	.irq_set_type = gic_set_type,
};

/* Reading the register acknowledges: the input becomes active and asks no more until EOI. */
static bool gic_v3_handle(void)
{
	unsigned int hwirq = read_sysreg(icc_iar1_el1);

	dsb(sy); /* acknowledged, before the handler looks at its device */
	if (hwirq >= GIC_MAX_IRQS)
		return false;
	generic_handle_domain_irq(gic.domain, hwirq);
	return true;
}

/* The redistributor that carries this core's affinity; NULL if there is none. */
static void __iomem *find_redistributor(void __iomem *region, u64 size)
{
	u64 mpidr = read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
	u32 affinity = (mpidr & GENMASK(23, 0)) | mpidr >> 32 << 24;
	u64 offset = 0;

	while (offset + GICR_FRAMES <= size) {
		u64 typer = readq(region + offset + GICR_TYPER);
		if (FIELD_GET(GICR_TYPER_AFF, typer) == affinity)
			return region + offset;
		if (typer & GICR_TYPER_LAST)
			break;
		offset += (typer & GICR_TYPER_VLPIS) ? GICR_FRAMES_V4 : GICR_FRAMES;
	}
	return NULL;
}

static int wake_redistributor(void)
{
	u32 waker = readl(redist + GICR_WAKER);

	writel(waker & ~WAKER_SLEEP, redist + GICR_WAKER);
	return readl_poll_timeout_atomic(redist + GICR_WAKER, waker, !(waker & WAKER_ASLEEP), 0,
					 TIMEOUT_US);
}

/*
 * Group modifier 1 and group 0 mean secure group 1. Only the secure world can write the
 * modifiers, and only where there are two worlds: if ones stay in them, that is us.
 */
static bool take_secure_group(void)
{
	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n += 32)
		writel_relaxed(~0, gic.dist + GICD_IGRPMODR(n));
	writel(~0, gic.local + GICD_IGRPMODR(0));
	return readl(gic.local + GICD_IGRPMODR(0));
}

static void start_distributor(void)
{
	u64 affinity = read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
	bool secure;

	writel(0, gic.dist + GICD_CTLR);
	wait_for_writes(gic.dist + GICD_CTLR, CTLR_RWP);
	writel(CTLR_ARE, gic.dist + GICD_CTLR);
	wait_for_writes(gic.dist + GICD_CTLR, CTLR_RWP);
	secure = take_secure_group();
	gic_reset_inputs(&gic, !secure);
	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n++)
		writeq(affinity, gic.dist + GICD_IROUTER(n));
	writel(CTLR_ARE | (secure ? CTLR_GRP1S : CTLR_GRP1), gic.dist + GICD_CTLR);
	wait_for_writes(gic.dist + GICD_CTLR, CTLR_RWP);
}

/*
 * Its registers can be used where every higher level has allowed them: firmware does
 * (booting.rst asks for it), and QEMU's cores know no other way.
 */
static int start_cpu_interface(void)
{
	write_sysreg(icc_sre_el1, read_sysreg(icc_sre_el1) | ICC_SRE_SRE);
	isb();
	if (!(read_sysreg(icc_sre_el1) & ICC_SRE_SRE))
		return -ENODEV;
	write_sysreg(icc_pmr_el1, GIC_PRIORITY_MASK);
	write_sysreg(icc_bpr1_el1, 0);
	write_sysreg(icc_ctlr_el1, 0); /* one write to EOIR ends an interrupt */
	write_sysreg(icc_igrpen1_el1, 1);
	isb();
	return 0;
}

static int refuse(const struct device *dev, const char *why)
{
	dev_err(dev, "this GICv3 cannot be used: %s", why);
	return -ENODEV;
}

static int gic_v3_probe(struct platform_device *pdev)
{
	void __iomem *region;

	gic.dist = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(gic.dist))
		return IOMEM_PTR_ERR(gic.dist);
	region = devm_platform_ioremap_resource(pdev, 1);
	if (IOMEM_IS_ERR(region))
		return IOMEM_PTR_ERR(region);
	redist = find_redistributor(region,
				    resource_size(platform_get_resource(pdev, IORESOURCE_MEM, 1)));
	if (!redist)
		return refuse(&pdev->dev, "it has no redistributor for this core");
	if (wake_redistributor())
		return refuse(&pdev->dev, "this core's redistributor does not wake up");
	if (start_cpu_interface())
		return refuse(&pdev->dev,
			      "a higher exception level keeps the system registers to itself");
	gic.local = redist + GICR_SGI_FRAME;
	gic.lines = gic_count_lines(gic.dist);
	gic.domain =
		irq_domain_add_linear(pdev->dev.of_node, gic.lines, &gic_v3_chip, gic_xlate, &gic);
	if (!gic.domain)
		return -ENOMEM;
	start_distributor();
	set_handle_irq(gic_v3_handle);
	dev_info(&pdev->dev, "GICv3, %u inputs", gic.lines);
	return 0;
}

static const struct of_device_id gic_v3_ids[] = {
	{ .compatible = "arm,gic-v3" },
	{ 0 },
};

static const struct platform_driver gic_v3_driver = {
	.driver = { .name = "gic-v3", .of_match_table = gic_v3_ids },
	.probe = gic_v3_probe,
};
module_platform_driver(gic_v3_driver);
