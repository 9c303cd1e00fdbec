// SPDX-License-Identifier: MIT
/*
 * The HPET's driver. The HPET has been counting since hpet_early_report(), at a known frequency;
 * the driver uses it to measure the frequency of the time-stamp counter.
 */
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/ktime.h>
#include <drivers/device.h>
#include <drivers/hpet.h>
#include <drivers/platform_device.h>

#include <asm/counter.h>

#define FEMTOSECONDS_PER_SECOND 1000000000000000UL

/* The shortest measurement, 100 µs; and a limit of reads that is never reached in that time. */
#define LEAST(hz)  ((hz) / 10000)
#define LOOK_LIMIT 1000000

struct hpet_look hpet_first_look;

/* The time-stamp counter is read before and after the HPET; the mean is used. */
struct hpet_look hpet_look(void __iomem *base)
{
	u64 before = read_counter(), hpet = readq(base + HPET_COUNTER);

	return (struct hpet_look){ hpet, before + (read_counter() - before) / 2 };
}

/* Return: ticks a second; 0 if the HPET has stopped. */
static u64 measure_counter(void __iomem *base)
{
	u64 cap = readq(base + HPET_CAP);
	u64 hz = FEMTOSECONDS_PER_SECOND / FIELD_GET(HPET_CAP_PERIOD, cap);

	for (int looks = 0; looks < LOOK_LIMIT; looks++) {
		struct hpet_look now = hpet_look(base);
		u64 ticks = now.counter - hpet_first_look.counter;
		u64 reference = hpet_ticks(hpet_first_look.hpet, now.hpet, cap);

		if (reference >= LEAST(hz))
			return ticks / reference * hz + ticks % reference * hz / reference;
	}
	return 0;
}

static int hpet_probe(struct platform_device *pdev)
{
	void __iomem *base = devm_platform_ioremap_resource(pdev, 0);
	u64 hz;

	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	hz = measure_counter(base);
	if (!hz) {
		dev_warn(&pdev->dev, "its counter has stopped: not used");
		return -ENODEV;
	}
	set_counter_frequency(hz);
	dev_info(&pdev->dev, "the time-stamp counter runs at %lu kHz", hz / 1000);
	return 0;
}

static const struct platform_driver hpet_driver = {
	.driver = { .name = "hpet" },
	.probe = hpet_probe,
};
module_platform_driver(hpet_driver);
