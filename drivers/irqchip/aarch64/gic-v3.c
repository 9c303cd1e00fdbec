// SPDX-License-Identifier: MIT
/*
 * Generic Interrupt Controller, version 3 (Arm IHI 0069H). The interface to the core is a
 * set of system registers.
 *
 * An interrupt of group 1 of the current security state arrives as IRQ, all others as FIQ. So the
 * kernel's interrupts must be in group 1 of its own state: in secure group 1 if it is secure.
 */
#include "gic.h"

#include <bootmap/err.h>
#include <bootmap/io.h>
#include <drivers/device.h>
#include <drivers/iopoll.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

#include <asm/sysreg.h>

/* GICD_CTLR: the bits of group 1 as each security state sees them (IHI 0069H, 12.9.4) */
#define CTLR_GRP1	BIT(1)	/* non-secure, or the only group 1 */
#define CTLR_GRP1S	BIT(2)	/* secure */
#define CTLR_ARE	BIT(4)	/* route by affinity: required by the system registers */
#define CTLR_RWP	BIT(31) /* a write is not complete yet */
#define GICD_IROUTER(n) (0x6000 + 8 * (n))

/* The version in the identification of the distributor and of each redistributor: 3 or 4. */
#define PIDR2	  0xffe8
#define GICD_SIZE 0x10000

/* A redistributor has two frames of 64 KiB, the second for inputs 0…31; in GICv4 four frames. */
#define GICR_CTLR	 0x00
#define GICR_TYPER	 0x08
#define GICR_WAKER	 0x14
#define GICR_SGI_FRAME	 0x10000
#define GICR_FRAMES	 0x20000
#define GICR_FRAMES_V4	 0x40000
#define GICR_CTLR_LPIS	 BIT(0) /* enable LPIs: interrupts that a table in RAM describes */
#define GICR_CTLR_RWP	 BIT(3)
#define GICR_TYPER_VLPIS BIT(1)
#define GICR_TYPER_LAST	 BIT(4)
#define GICR_TYPER_AFF	 GENMASK(63, 32)
#define WAKER_SLEEP	 BIT(1)
#define WAKER_ASLEEP	 BIT(2)

/* Far longer than any of these waits. After that time the device counts as broken. */
#define TIMEOUT_US 1000000

/* ICC_CTLR_EL1: number of priority bits, less one */
#define ICC_PRIBITS GENMASK(10, 8)

static struct gic gic;
static void __iomem *redist;

/* Writes that mask an input, and those to the control register, complete later. */
static int wait_for_writes(void __iomem *ctlr, u32 pending)
{
	static bool told;
	u32 value;
	int err = readl_poll_timeout_atomic(ctlr, value, !(value & pending), 1, TIMEOUT_US);

	if (err && !told)
		pr_warn("GICv3: a write does not arrive: RWP stays set in its control register");
	told |= err;
	return err;
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

/*
 * Reading the register acknowledges: the input becomes active and is not signalled until EOI. A
 * number that is not an input (an LPI that was left pending) must be ended, too. Otherwise
 * interrupts of its priority are not signalled any more.
 */
static bool gic_v3_handle(void)
{
	unsigned int hwirq = read_sysreg(icc_iar1_el1);

	dsb(sy); /* the acknowledge completes before the handler reads its device */
	if (hwirq >= GIC_MAX_IRQS && hwirq <= GIC_NONE)
		return false;
	if (hwirq >= gic.lines) {
		write_sysreg(icc_eoir1_el1, hwirq);
		isb();
		return false;
	}
	generic_handle_domain_irq(gic.domain, hwirq);
	return true;
}

static int refuse(const struct device *dev, const char *why)
{
	dev_err(dev, "this GICv3 cannot be used: %s", why);
	return -ENODEV;
}

static bool is_gic_v3(const void __iomem *frame)
{
	u32 version = FIELD_GET(PIDR2_ARCHREV, readl(frame + PIDR2));

	return version == 3 || version == 4;
}

/* Bytes from one redistributor to the next, unless the device tree gives the number. */
static u64 stride_of(u64 typer, u64 stride)
{
	if (stride)
		return stride;
	return (typer & GICR_TYPER_VLPIS) ? GICR_FRAMES_V4 : GICR_FRAMES;
}

/* The redistributor with this core's affinity; NULL if the region has none. */
static void __iomem *find_in_region(void __iomem *region, u64 size, u64 stride)
{
	u64 mpidr = read_sysreg(mpidr_el1) & MPIDR_AFFINITY, typer;
	u32 affinity = (mpidr & GENMASK(23, 0)) | mpidr >> 32 << 24;

	for (u64 offset = 0; offset < size && size - offset >= GICR_FRAMES;
	     offset += stride_of(typer, stride)) {
		if (!is_gic_v3(region + offset))
			return NULL;
		typer = readq(region + offset + GICR_TYPER);
		if (FIELD_GET(GICR_TYPER_AFF, typer) == affinity)
			return region + offset;
		if (typer & GICR_TYPER_LAST)
			return NULL;
	}
	return NULL;
}

/* In reg, the regions of redistributors follow the distributor: one, unless the tree gives more. */
static int find_redistributor(struct platform_device *pdev)
{
	const struct device_node *node = pdev->dev.of_node;
	u32 regions = 1;
	u64 stride = 0;

	of_get_cell(node, "#redistributor-regions", 0, &regions);
	of_get_number(node, "redistributor-stride", &stride);
	if (stride % GICR_SGI_FRAME)
		return refuse(&pdev->dev, "its redistributor-stride is no number of frames");
	redist = NULL;
	for (u32 i = 1; i <= regions && !redist; i++) {
		void __iomem *region = devm_platform_ioremap_resource(pdev, i);

		if (IOMEM_IS_ERR(region))
			return IOMEM_PTR_ERR(region);
		redist = find_in_region(
			region, resource_size(platform_get_resource(pdev, IORESOURCE_MEM, i)),
			stride);
	}
	return 0;
}

/* If LPIs are on, the redistributor writes to tables of software that ran before this kernel. */
static void stop_lpis(const struct device *dev)
{
	u32 ctlr = readl(redist + GICR_CTLR);

	if (!(ctlr & GICR_CTLR_LPIS))
		return;
	writel(ctlr & ~GICR_CTLR_LPIS, redist + GICR_CTLR);
	wait_for_writes(redist + GICR_CTLR, GICR_CTLR_RWP);
	if (readl(redist + GICR_CTLR) & GICR_CTLR_LPIS)
		dev_warn(dev, "LPIs were left on and stay on: their tables in RAM still change");
}

static int wake_redistributor(void)
{
	u32 waker = readl(redist + GICR_WAKER);

	writel(waker & ~WAKER_SLEEP, redist + GICR_WAKER);
	return readl_poll_timeout_atomic(redist + GICR_WAKER, waker, !(waker & WAKER_ASLEEP), 1,
					 TIMEOUT_US);
}

/*
 * Group modifier 1 and group 0 mean secure group 1. Only the secure state can write the modifiers,
 * and only if there are two security states. If they keep ones, this kernel is in the secure state.
 */
static bool take_secure_group(void)
{
	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n += 32)
		writel_relaxed(~0, gic.dist + GICD_IGRPMODR(n));
	writel(~0, gic.local + GICD_IGRPMODR(0));
	return readl(gic.local + GICD_IGRPMODR(0));
}

static int control_distributor(u32 ctlr)
{
	writel(ctlr, gic.dist + GICD_CTLR);
	return wait_for_writes(gic.dist + GICD_CTLR, CTLR_RWP);
}

static void start_distributor(void)
{
	u64 affinity = read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
	bool secure;

	control_distributor(CTLR_ARE);
	secure = take_secure_group();
	gic_reset_inputs(&gic, !secure);
	for (unsigned int n = GIC_FIRST_SPI; n < gic.lines; n++)
		writeq(affinity, gic.dist + GICD_IROUTER(n));
	control_distributor(CTLR_ARE | (secure ? CTLR_GRP1S : CTLR_GRP1));
}

/*
 * If EL3 takes the FIQs, group 0 also belongs to EL3. Its registers then trap, and EL1 reads
 * priorities shifted by one bit, so that the smallest one reads as 0.
 */
static bool has_group0(unsigned int priority_bits)
{
	write_sysreg(icc_pmr_el1, BIT(8 - priority_bits));
	return read_sysreg(icc_pmr_el1) != 0;
}

/*
 * If an interrupt was acknowledged and never ended, interrupts of its priority are not signalled to
 * this core, even after its input is inactive. The number of registers depends on the priority
 * bits.
 */
static void forget_what_is_in_service(void)
{
	unsigned int bits = FIELD_GET(ICC_PRIBITS, read_sysreg(icc_ctlr_el1)) + 1;
	bool group0 = has_group0(bits);

	if (bits > 6) {
		write_sysreg(icc_ap1r3_el1, 0);
		write_sysreg(icc_ap1r2_el1, 0);
	}
	if (bits > 5)
		write_sysreg(icc_ap1r1_el1, 0);
	write_sysreg(icc_ap1r0_el1, 0);
	if (group0 && bits > 6) {
		write_sysreg(icc_ap0r3_el1, 0);
		write_sysreg(icc_ap0r2_el1, 0);
	}
	if (group0 && bits > 5)
		write_sysreg(icc_ap0r1_el1, 0);
	if (group0)
		write_sysreg(icc_ap0r0_el1, 0);
	isb();
}

/*
 * EL1 may use the system registers only if every higher exception level has enabled them
 * in its own ICC_SRE_ELx. Where the kernel was entered at EL2 or EL3, levels.S has done so
 * for the levels that it left. For the levels above, firmware must have done it (booting.rst
 * of Linux requires that). If SRE stays 0 here, the system registers are not available.
 */
static int start_cpu_interface(void)
{
	write_sysreg(icc_sre_el1, read_sysreg(icc_sre_el1) | ICC_SRE_SRE);
	isb();
	if (!(read_sysreg(icc_sre_el1) & ICC_SRE_SRE))
		return -ENODEV;
	write_sysreg(icc_igrpen1_el1, 0);
	forget_what_is_in_service();
	write_sysreg(icc_pmr_el1, GIC_PRIORITY_MASK);
	write_sysreg(icc_bpr1_el1, 0);
	write_sysreg(icc_ctlr_el1, 0); /* one write to EOIR ends an interrupt */
	write_sysreg(icc_igrpen1_el1, 1);
	isb();
	return 0;
}

static bool cpu_has_interface(void)
{
	u64 field = read_sysreg(id_aa64pfr0_el1) >> PFR0_GIC_SHIFT;

	return field & (BIT(PFR0_GIC_WIDTH) - 1);
}

/* Checks that distributor, redistributor and CPU interface exist and can be used. */
static int check_parts(struct platform_device *pdev)
{
	int err;

	if (!cpu_has_interface())
		return refuse(&pdev->dev, "this CPU has no registers for it (ID_AA64PFR0_EL1)");
	if (resource_size(platform_get_resource(pdev, IORESOURCE_MEM, 0)) < GICD_SIZE)
		return refuse(&pdev->dev, "its first reg is too small for a distributor");
	if (!is_gic_v3(gic.dist))
		return refuse(&pdev->dev, "its identification (GICD_PIDR2) is not a GICv3's");
	err = find_redistributor(pdev);
	if (err)
		return err;
	if (!redist)
		return refuse(&pdev->dev, "it has no redistributor for this core");
	if (wake_redistributor())
		return refuse(&pdev->dev, "this core's redistributor does not wake up");
	stop_lpis(&pdev->dev);
	if (control_distributor(0))
		return refuse(&pdev->dev, "its distributor does not complete a write");
	if (start_cpu_interface())
		return refuse(&pdev->dev,
			      "a higher exception level keeps the system registers to itself");
	return 0;
}

static int gic_v3_probe(struct platform_device *pdev)
{
	int err;

	if (gic_left_alone(&pdev->dev))
		return -ENODEV;
	gic.dist = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(gic.dist))
		return IOMEM_PTR_ERR(gic.dist);
	err = check_parts(pdev);
	if (err)
		return err;
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
