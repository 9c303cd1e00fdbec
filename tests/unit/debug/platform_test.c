// SPDX-License-Identifier: MIT
/* Tests of the platform bus with fake devices and drivers: binding, deferred probes, removal. */
#include "../support.h"

#include <bootmap/page_alloc.h>
#include <drivers/ioport.h>
#include <drivers/platform_device.h>
#include <string.h>
#include <tests/fault_inject.h>

#define DEVICE_SIZE 0x2000

/* Two ranges in one page, as many devices have it, and one of its own. */
static struct resource registers[] = {
	DEFINE_RES_MEM_NAMED(DEVICE, 0x200, NULL),
	DEFINE_RES_MEM_NAMED(DEVICE + 0x200, 0x200, "fifo"),
	DEFINE_RES_MEM_NAMED(DEVICE + 0x1000, 0x1000, "window"),
};

/* What the drivers below did, one letter each. */
static char story[16];

static void tell(const char *letter)
{
	strcat(story, letter);
}

static void action(void *letter)
{
	tell(letter);
}

static int good_probe(struct platform_device *pdev)
{
	tell("p");
	return devm_add_action(&pdev->dev, action, "d");
}

static void good_remove(struct platform_device *pdev __attribute__((unused)))
{
	tell("r");
}

static const struct platform_driver good = {
	.driver = { .name = "good" },
	.probe = good_probe,
	.remove = good_remove,
};

static int bad_probe(struct platform_device *pdev)
{
	tell("x");
	platform_set_drvdata(pdev, story);
	devm_add_action(&pdev->dev, action, "d");
	return -EIO;
}

static const struct platform_driver bad = { .driver = { .name = "bad" }, .probe = bad_probe };

/* Waits until the good one has told that it was probed. */
static int patient_probe(struct platform_device *pdev)
{
	if (!strchr(story, 'p'))
		return dev_err_probe(&pdev->dev, -EPROBE_DEFER, "the good one");
	tell("w");
	return 0;
}

static const struct platform_driver patient = {
	.driver = { .name = "patient" },
	.probe = patient_probe,
};

static struct platform_device new_device(const struct platform_driver *driver)
{
	story[0] = '\0';
	return (struct platform_device){
		.dev = { .name = driver->driver.name, .driver = &driver->driver },
		.resource = registers,
		.num_resources = ARRAY_SIZE(registers),
	};
}

TEST(platform_probe_and_release)
{
	struct platform_device pdev = new_device(&good);

	platform_device_add(&pdev);
	EXPECT_TRUE(t, !strcmp(story, ""));
	EXPECT_EQ(t, pdev.dev.state, DEVICE_WAITING);
	platform_probe_devices();
	EXPECT_TRUE(t, !strcmp(story, "p"));
	EXPECT_EQ(t, pdev.dev.state, DEVICE_BOUND);
	platform_probe_devices();
	EXPECT_TRUE(t, !strcmp(story, "p"));
	device_release_driver(&pdev.dev);
	EXPECT_TRUE(t, !strcmp(story, "prd"));
	device_release_driver(&pdev.dev);
	EXPECT_TRUE(t, !strcmp(story, "prd"));
	platform_probe_devices();
	platform_device_del(&pdev);
	EXPECT_TRUE(t, !strcmp(story, "prdprd"));
}

TEST(platform_a_failed_device_is_not_asked_again)
{
	struct platform_device pdev = new_device(&bad);

	platform_device_add(&pdev);
	platform_probe_devices();
	platform_probe_devices();
	EXPECT_TRUE(t, !strcmp(story, "xd"));
	EXPECT_EQ(t, pdev.dev.state, DEVICE_FAILED);
	EXPECT_EQ(t, pdev.dev.driver_data, NULL);
	EXPECT_EQ(t, pdev.dev.devres, NULL);
	platform_device_del(&pdev);
}

TEST(platform_a_deferred_device_gets_its_turn)
{
	struct platform_device first = new_device(&patient), second = new_device(&good);
	unsigned int waiting;

	platform_device_add(&first);
	platform_device_add(&second);
	waiting = platform_probe_devices();
	EXPECT_TRUE(t, !strcmp(story, "pw"));
	platform_device_del(&first);
	platform_device_del(&second);
	EXPECT_EQ(t, platform_probe_devices(), waiting);
}

TEST(platform_who_waits_in_vain_is_named)
{
	unsigned int waiting = platform_probe_devices();
	struct platform_device pdev = new_device(&patient);

	platform_device_add(&pdev);
	EXPECT_EQ(t, platform_probe_devices(), waiting + 1);
	EXPECT_WARNING(t, "patient: not in use: it waits for the good one");
	platform_device_del(&pdev);
}

TEST(platform_get_resource_by_type)
{
	struct platform_device pdev = new_device(&good);

	EXPECT_EQ(t, platform_get_resource(&pdev, IORESOURCE_MEM, 0), &registers[0]);
	EXPECT_EQ(t, platform_get_resource(&pdev, IORESOURCE_MEM, 2), &registers[2]);
	EXPECT_EQ(t, platform_get_resource(&pdev, IORESOURCE_MEM, 3), NULL);
	EXPECT_EQ(t, platform_get_resource(&pdev, IORESOURCE_IO, 0), NULL);
	EXPECT_EQ(t, platform_get_irq(&pdev, 0), -ENXIO);
}

/* As many kinds of things as a driver can hold. */
static int greedy_probe(struct platform_device *pdev)
{
	if (!devm_kzalloc(&pdev->dev, 100))
		return -ENOMEM;
	for (unsigned int i = 0; i < pdev->num_resources; i++) {
		void __iomem *base = devm_platform_ioremap_resource(pdev, i);

		if (IOMEM_IS_ERR(base))
			return IOMEM_PTR_ERR(base);
	}
	return devm_ioremap(&pdev->dev, DEVICE + DEVICE_SIZE, 4) ? 0 : -ENOMEM;
}

static const struct platform_driver greedy = {
	.driver = { .name = "greedy" },
	.probe = greedy_probe,
};

/* One life of a device whose @nth allocation fails. Return: whether it came to be. */
static bool live(struct test *t, unsigned int nth)
{
	struct platform_device pdev = new_device(&greedy);
	unsigned int warnings = log_count(LOG_WARN);
	const struct resource *window; /* of PCI */
	bool bound;

	platform_device_add(&pdev);
	allocations_until_failure = nth;
	platform_probe_devices();
	allocations_until_failure = 0;
	bound = pdev.dev.state == DEVICE_BOUND;
	EXPECT_EQ(t, !pdev.dev.devres, !bound);
	platform_device_del(&pdev);
	window = first_overlap(&iomem_resource, DEVICE, DEVICE + DEVICE_SIZE);
	EXPECT_TRUE(t, !window || !first_overlap(window, DEVICE, DEVICE + DEVICE_SIZE));
	/* Each refusal may be told, how often is not our subject. */
	t->warnings_expected += log_count(LOG_WARN) - warnings;
	return bound;
}

TEST(a_failing_probe_leaves_nothing_behind)
{
	unsigned long pages;
	unsigned int nth = 1;

	EXPECT_TRUE(t, live(t, 0));
	pages = nr_free_pages();
	while (!live(t, nth)) {
		EXPECT_EQ(t, nr_free_pages(), pages);
		nth++;
	}
	EXPECT_EQ(t, nr_free_pages(), pages);
	/* At least: memory, and for three ranges their claim and mapping, each with its note. */
	EXPECT_LT(t, 14, nth);
}
