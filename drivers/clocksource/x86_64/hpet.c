// SPDX-License-Identifier: MIT
/*
 * The HPET, once ioremap() works: it has counted since hpet_early_report(), and tells how fast
 * the time-stamp counter counted meanwhile.
 */
#include <bootmap/err.h>
#include <bootmap/io.h>
#include <bootmap/ktime.h>
#include <drivers/device.h>
#include <drivers/hpet.h>
#include <drivers/platform_device.h>

#include <asm/counter.h>

#define FEMTOSECONDS_PER_SECOND 1000000000000000UL

/* What is measured by, at the least: 100 µs; and more looks than one can take in that time. */
#define LEAST(hz)  ((hz) / 10000)
#define LOOK_LIMIT 1000000

struct hpet_look hpet_first_look;

/* The middle of two reads of the one is the moment of the other. */
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
