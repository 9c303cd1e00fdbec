// SPDX-License-Identifier: MIT
/*
 * The power management of a Raspberry Pi: its watchdog, which resets the machine when its time is over.
 * The restart and power-off handlers set it to a short time. (Broadcom's names of the registers)
 *
 * Nothing on the board switches the power off. The boot code reads which partition to boot from, and
 * for partition 63 it stops.
 */
#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

#define PM_RSTC 0x1c /* how to reset */
#define PM_RSTS 0x20 /* kept during a reset; bits 0, 2, … 10 are the partition to boot from */
#define PM_WDOG 0x24 /* ticks of 16 us until the reset */

#define PASSWORD	  0x5a000000 /* a write without it is ignored */
#define RSTC_CONFIG	  0x30
#define RSTC_FULL_RESET	  0x20
#define RSTS_PARTITION	  0x555
#define RSTS_PARTITION_63 0x555
#define WDOG_TICKS	  10

#define WAIT_MS 100 /* many times the watchdog's time */

static struct device *pm;
static void __iomem *regs;

static void change(unsigned int reg, u32 mask, u32 bits)
{
	writel(PASSWORD | (readl(regs + reg) & ~mask) | bits, regs + reg);
}

static void reset(u32 partition)
{
	change(PM_RSTS, RSTS_PARTITION, partition);
	writel(PASSWORD | WDOG_TICKS, regs + PM_WDOG);
	change(PM_RSTC, RSTC_CONFIG, RSTC_FULL_RESET);
	mdelay(WAIT_MS);
	dev_warn(pm, "the watchdog did not reset the machine");
}

static void restart(struct power_handler *handler __attribute__((unused)))
{
	reset(0);
}

static void power_off(struct power_handler *handler __attribute__((unused)))
{
	reset(RSTS_PARTITION_63);
}

static void unregister(void *handler)
{
	unregister_power_handler(handler);
}

static int bcm2835_pm_probe(struct platform_device *pdev)
{
	static struct power_handler restart_handler = { .act = restart };
	static struct power_handler off_handler = { .act = power_off };
	void __iomem *base = devm_platform_ioremap_resource(pdev, 0);
	int err;

	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	pm = &pdev->dev;
	regs = base;
	register_restart(&restart_handler);
	err = devm_add_action_or_reset(pm, unregister, &restart_handler);
	if (err || !of_get_property(pm->of_node, "system-power-controller", NULL))
		return err;
	register_power_off(&off_handler);
	return devm_add_action_or_reset(pm, unregister, &off_handler);
}

static const struct of_device_id bcm2835_pm_ids[] = {
	{ .compatible = "brcm,bcm2835-pm-wdt" },
	{ 0 },
};

static const struct platform_driver bcm2835_pm = {
	.driver = { .name = "bcm2835_pm", .of_match_table = bcm2835_pm_ids },
	.probe = bcm2835_pm_probe,
};
module_platform_driver(bcm2835_pm);
