// SPDX-License-Identifier: MIT
/*
 * The PC's interval timer (Intel 8254, order number 231164). Channel 0 counts down from a value
 * that is written. At the end its output, line 0 of the ISA bus, rises. It measures the time-stamp
 * counter if there is no HPET, and provides timer interrupts if there is no local APIC.
 */
#include "countdown.h"

#include <bootmap/err.h>
#include <drivers/device.h>
#include <drivers/platform_device.h>

#include <asm/io.h>
#include <drivers/apic.h>
#include <drivers/pc.h>

#define PIT_HZ		 1193182
#define PIT_CHANNEL_0	 0x40
#define PIT_MODE	 0x43
#define PIT_ONE_SHOT	 0x30 /* channel 0, low byte then high byte, mode 0 */
#define PIT_LATCH_STATUS 0xe2 /* latch the status of channel 0 for the next read */
#define PIT_MAX		 0xffff
#define STATUS_OUTPUT	 BIT(7)
#define STATUS_MODE	 GENMASK(5, 0)

/* Length of the measurement: 10 ms. */
#define MEASURE_TICKS (PIT_HZ / 100)

/* No time-stamp counter is faster. With this frequency delays are too long, but never too short. */
#define FASTEST_HZ 10000000000UL

/*
 * Limits of the measurement: in ticks of the fastest counter; in reads, if that counter has
 * stopped.
 */
#define LONGEST_TICKS (FASTEST_HZ / 20)
#define LOOK_LIMIT    100000000

static u8 status(void)
{
	outb(PIT_LATCH_STATUS, PIT_MODE);
	return inb(PIT_CHANNEL_0);
}

/* Without a count it stops. (QEMU's does not, and interrupts once more, which does no harm.) */
static void stop(void)
{
	outb(PIT_ONE_SHOT, PIT_MODE);
}

/* The output falls, and stays low until the count has ended. */
static void start(u16 ticks)
{
	stop();
	outb(ticks, PIT_CHANNEL_0);
	outb(ticks >> 8, PIT_CHANNEL_0);
}

/* Without a device, the bus reads as ones. */
static bool is_there(void)
{
	start(PIT_MAX);
	return (status() & (STATUS_OUTPUT | STATUS_MODE)) == PIT_ONE_SHOT;
}

/*
 * Return: the time-stamp counter's ticks until the end of the count; 0 if the 8254 does not count.
 * If its clock is gated, it can be accessed but does not count.
 */
static u64 wait_for_output(void)
{
	u64 begin = read_counter(), ticks = 0;

	for (int looks = 0; looks < LOOK_LIMIT && ticks < LONGEST_TICKS; looks++) {
		bool counted = status() & STATUS_OUTPUT;

		ticks = read_counter() - begin;
		if (counted)
			return ticks;
	}
	return 0;
}

u64 pit_measure_counter(void)
{
	const char *why = "nothing to measure the time-stamp counter by";

	if (is_there()) {
		u64 ticks;

		start(MEASURE_TICKS);
		ticks = wait_for_output();
		/* Rounded to 1 MHz, because a read takes time. */
		if (ticks)
			return (ticks * PIT_HZ / MEASURE_TICKS + 500000) / 1000000 * 1000000;
		why = "the 8254 does not count";
	}
	pr_info("time: %s: delays will be too long", why);
	return FASTEST_HZ;
}

static void set_next_event(u64 counter)
{
	u64 frequency = counter_frequency();

	start(ticks_until(counter, PIT_MAX * frequency / PIT_HZ) * PIT_HZ / frequency + 1);
}

static const struct clock_event_device pit = {
	.name = "pit",
	.set_next_event = set_next_event,
	.shutdown = stop,
};

static int start_interrupts(struct platform_device *pdev, unsigned int irq)
{
	int err =
		devm_request_irq(&pdev->dev, irq, countdown_interrupt, dev_name(&pdev->dev), NULL);

	if (!err)
		err = clockevents_register(&pit);
	if (!err)
		dev_info(&pdev->dev, "one-shot, %u kHz", PIT_HZ / 1000);
	return err;
}

static int pit_probe(struct platform_device *pdev)
{
	int irq = platform_get_irq(pdev, 0), err;
	u16 first;

	if (irq == -EPROBE_DEFER)
		return irq;
	if (!is_there())
		return -ENODEV;
	err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &first);
	if (err)
		return err;
	if (apic_config.used && !apic_config.noapictimer) {
		dev_info(&pdev->dev, "not needed, the local APIC has a timer");
		return 0;
	}
	counter_frequency(); /* measure now, before anything waits for an interrupt */
	return irq > 0 ? start_interrupts(pdev, irq) : 0;
}

static const struct platform_driver pit_driver = {
	.driver = { .name = "pit" },
	.probe = pit_probe,
};
module_platform_driver(pit_driver);
