// SPDX-License-Identifier: MIT
/*
 * The local APIC's timer (Intel SDM volume 3, 11.5.4) counts down from a value that is written, and
 * interrupts at 0. Its frequency is not known. It has been counting since apic_early_init(); the
 * driver compares it with the time-stamp counter.
 */
#include "countdown.h"

#include <bootmap/err.h>
#include <drivers/device.h>
#include <drivers/platform_device.h>

#include <drivers/apic.h>

/* Ticks of the timer per tick of the counter, in units of 2^-SHIFT. */
#define SHIFT 20
static u64 rate;

/* A limit of reads, in case the counter has stopped. */
#define LOOK_LIMIT 10000000

/* In ticks of the counter: the shortest measurement, and the longest time of one shot. */
#define LEAST 100000
#define MOST  BIT(32)

static void set_next_event(u64 counter)
{
	u64 ticks = (ticks_until(counter, MOST) * rate >> SHIFT) + 1;

	apic_write(APIC_TIMER_ICR, ticks < APIC_TIMER_MAX ? ticks : APIC_TIMER_MAX);
}

static void shutdown(void)
{
	apic_write(APIC_TIMER_ICR, 0);
}

static const struct clock_event_device apic_timer = {
	.name = "apic_timer",
	.set_next_event = set_next_event,
	.shutdown = shutdown,
};

/* Return: false if it does not count. At 0 it has stopped, and nothing can be measured. */
static bool measure(void)
{
	u32 left = 0;
	u64 ticks = 0;

	for (int looks = 0; ticks < LEAST && looks < LOOK_LIMIT; looks++) {
		left = apic_read(APIC_TIMER_CCR);
		ticks = read_counter() - apic_config.timer_start;
	}
	if (ticks < LEAST)
		return false;
	rate = ((u64)(APIC_TIMER_MAX - left) << SHIFT) / ticks;
	return left && rate;
}

static int apic_timer_probe(struct platform_device *pdev)
{
	int irq = apic_timer_irq(), err;

	if (irq < 0)
		return dev_err_probe(&pdev->dev, irq, "the APIC");
	if (!measure()) {
		dev_warn(&pdev->dev, "it does not count: not used");
		return -ENODEV;
	}
	shutdown();
	err = devm_request_irq(&pdev->dev, irq, countdown_interrupt, dev_name(&pdev->dev), NULL);
	if (!err)
		err = clockevents_register(&apic_timer);
	if (err)
		return err;
	dev_info(&pdev->dev, "one-shot, measured against the time-stamp counter");
	return 0;
}

static const struct platform_driver apic_timer_driver = {
	.driver = { .name = "apic_timer" },
	.probe = apic_timer_probe,
};
module_platform_driver(apic_timer_driver);
