// SPDX-License-Identifier: MIT
/*
 * The architected timer (Arm ARM DDI 0487J.a, chapter D11).
 *
 * Each core has several timers. This driver uses the virtual one: EL1 of both security states may
 * use it without a setting at a higher level, and it uses the counter that read_counter() reads.
 * Its interrupt is active while the counter is at or above the compare value.
 */
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/ktime.h>
#include <drivers/device.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

#include <asm/counter.h>
#include <asm/sysreg.h>

#define CTL_ENABLE  BIT(0)
#define CTL_ISTATUS BIT(2)

/*
 * Without names, the interrupts of the node have this order: secure, non-secure, virtual,
 * hypervisor.
 */
#define VIRTUAL_TIMER 2

static void set_next_event(u64 counter)
{
	write_sysreg(cntv_cval_el0, counter);
	write_sysreg(cntv_ctl_el0, CTL_ENABLE);
	isb();
}

/* The isb: the line is low before the interrupt controller receives the end of the interrupt. */
static void shutdown(void)
{
	write_sysreg(cntv_ctl_el0, 0);
	isb();
}

static const struct clock_event_device arch_timer = {
	.name = "arch_timer",
	.set_next_event = set_next_event,
	.shutdown = shutdown,
};

static irqreturn_t arch_timer_interrupt(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	if (!(read_sysreg(cntv_ctl_el0) & CTL_ISTATUS))
		return IRQ_NONE;
	hrtimer_interrupt();
	return IRQ_HANDLED;
}

/* If the interrupts have names, their order has no meaning. */
static int virtual_timer_irq(struct platform_device *pdev)
{
	int index = of_match_string(pdev->dev.of_node, "interrupt-names", "virt");

	if (index == -EINVAL)
		index = VIRTUAL_TIMER;
	if (index < 0)
		return dev_err_probe(&pdev->dev, -ENODEV, "no interrupt is named virt");
	return platform_get_irq(pdev, index);
}

/* The device tree can correct a missing or wrong CNTFRQ_EL0. */
static u64 find_frequency(const struct device *dev)
{
	u64 hz;

	if (!of_get_number(dev->of_node, "clock-frequency", &hz) || !hz)
		hz = counter_frequency();
	else if (hz != counter_frequency())
		dev_info(
			dev,
			"clock-frequency is %lu Hz, CNTFRQ_EL0 is %lu: the device tree's value is used",
			hz, counter_frequency());
	if (hz)
		set_counter_frequency(hz);
	else
		dev_warn(dev, "its frequency is not known: delays will be too long");
	return hz;
}

static int arch_timer_probe(struct platform_device *pdev)
{
	int irq = virtual_timer_irq(pdev), err;
	u64 hz;

	if (irq == -EPROBE_DEFER)
		return irq;
	hz = find_frequency(&pdev->dev);
	if (irq < 0)
		return irq;
	shutdown();
	err = devm_request_irq(&pdev->dev, irq, arch_timer_interrupt, "arch_timer", NULL);
	if (!err)
		err = clockevents_register(&arch_timer);
	if (err)
		return err;
	dev_info(&pdev->dev, "virtual timer, %lu kHz", hz / 1000);
	return 0;
}

static const struct of_device_id arch_timer_ids[] = {
	{ .compatible = "arm,armv8-timer" },
	{ .compatible = "arm,armv7-timer" },
	{ 0 },
};

static const struct platform_driver arch_timer_driver = {
	.driver = { .name = "arch_timer", .of_match_table = arch_timer_ids },
	.probe = arch_timer_probe,
};
module_platform_driver(arch_timer_driver);
