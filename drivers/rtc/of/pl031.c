// SPDX-License-Identifier: MIT
/*
 * Arm PrimeCell real-time clock PL031 (Arm DDI 0224): one counter of seconds. The driver reads it, and
 * registers the clock with drivers/rtc/rtc.c.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/amba.h>
#include <drivers/platform_device.h>
#include <drivers/rtc.h>

#define RTC_DR 0x00 /* seconds since 1970 */
#define RTC_CR 0x0c

#define CR_START BIT(0)

static void __iomem *regs;

static u64 pl031_read(void)
{
	return readl(regs + RTC_DR);
}

static const struct rtc_device pl031 = { .name = "pl031", .read = pl031_read };

static int pl031_probe(struct platform_device *pdev)
{
	struct rtc_time time;
	struct amba_id id;

	regs = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(regs))
		return IOMEM_PTR_ERR(regs);
	id = amba_read_id(regs);
	if (!amba_is(&id, AMBA_PART_PL031))
		return -ENODEV;
	if (!(readl(regs + RTC_CR) & CR_START))
		writel(CR_START, regs + RTC_CR);
	rtc_register_device(&pl031);
	rtc_read_time(&time);
	dev_info(&pdev->dev, "it is " RTC_FORMAT " UTC", RTC_ARGS(time));
	return 0;
}

static void pl031_remove(struct platform_device *pdev)
{
	(void)pdev;
	rtc_register_device(NULL);
}

static const struct of_device_id pl031_ids[] = {
	{ .compatible = "arm,pl031" },
	{ 0 },
};

static const struct platform_driver pl031_driver = {
	.driver = { .name = "pl031", .of_match_table = pl031_ids },
	.probe = pl031_probe,
	.remove = pl031_remove,
};
module_platform_driver(pl031_driver);
