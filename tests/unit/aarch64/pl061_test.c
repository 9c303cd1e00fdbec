// SPDX-License-Identifier: MIT
/* Tests of the PL061 of QEMU's virt machine, through gpiolib. Line 3 is the power button. */
#include "../support.h"

#include <bootmap/irq.h>
#include <drivers/gpio.h>
#include <drivers/ioport.h>
#include <drivers/pl061.h>
#include <drivers/platform_device.h>
#include <string.h>

#define LINE	  6
#define NEIGHBOUR 7
#define BUTTON	  3

static struct platform_device *find_device(const char *name)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)) && strcmp(dev_name(&pdev->dev), name))
		;
	return pdev;
}

static bool is_bound(const char *name)
{
	const struct platform_device *pdev = find_device(name);

	return pdev && pdev->dev.state == DEVICE_BOUND;
}

/*
 * QEMU leaves the chip out where firmware (U-Boot) brings the machine up, a tree may describe it
 * wrongly, and its lines may lack interrupts: then nobody has the keys.
 */
#define PL061_TEST(test_name, needs)                              \
	static void test_name##_of(struct test *t);               \
	TEST(test_name)                                           \
	{                                                         \
		if (is_bound("9030000.pl061") && is_bound(needs)) \
			test_name##_of(t);                        \
		else                                              \
			t->skip = "no driver has " needs;         \
	}                                                         \
	static void test_name##_of(struct test *t)

/* In the secure world there is one more chip, whose lines come first. */
static struct gpio_desc *line_of_chip(unsigned int line)
{
	return gpio_to_desc(find_device("90b0000.pl061") ? PL061_LINES + line : line);
}

static struct gpio_desc *take(struct test *t, unsigned int line)
{
	struct gpio_desc *desc = line_of_chip(line);

	EXPECT_EQ(t, gpiod_request(desc, "test"), 0);
	return desc;
}

static void give_back(struct gpio_desc *desc)
{
	gpiod_direction_input(desc);
	gpiod_free(desc);
}

PL061_TEST(pl061_a_line_reads_back_what_it_drives, "9030000.pl061")
{
	struct gpio_desc *line = take(t, LINE);

	gpiod_direction_output(line, true);
	EXPECT_TRUE(t, gpiod_get_value(line));
	gpiod_set_value(line, false);
	EXPECT_TRUE(t, !gpiod_get_value(line));
	gpiod_set_value(line, true);
	EXPECT_TRUE(t, gpiod_get_value(line));
	gpiod_set_value(line, false);
	give_back(line);
}

PL061_TEST(pl061_a_line_changes_without_its_neighbour, "9030000.pl061")
{
	struct gpio_desc *line = take(t, LINE), *neighbour = take(t, NEIGHBOUR);

	gpiod_direction_output(line, true);
	gpiod_direction_output(neighbour, false);
	EXPECT_TRUE(t, gpiod_get_value(line) && !gpiod_get_value(neighbour));
	gpiod_set_value(neighbour, true);
	gpiod_set_value(line, false);
	EXPECT_TRUE(t, !gpiod_get_value(line) && gpiod_get_value(neighbour));
	gpiod_set_value(neighbour, false);
	give_back(line);
	give_back(neighbour);
}

PL061_TEST(pl061_interrupts_on_edges_or_on_levels, "gpio-keys")
{
	struct gpio_desc *line = take(t, LINE);
	int irq = gpiod_to_irq(line, IRQ_TYPE_EDGE_RISING);

	EXPECT_LT(t, 0, irq);
	EXPECT_EQ(t, gpiod_to_irq(line, IRQ_TYPE_EDGE_BOTH), irq);
	EXPECT_EQ(t, gpiod_to_irq(line, IRQ_TYPE_LEVEL_LOW), irq);
	EXPECT_EQ(t, gpiod_to_irq(line, IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_EDGE_RISING), -EINVAL);
	EXPECT_EQ(t, gpiod_to_irq(line, IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_LEVEL_HIGH), -EINVAL);
	give_back(line);
}

PL061_TEST(pl061_goes_after_its_keys_and_comes_back, "gpio-keys")
{
	struct platform_device *chip = find_device("9030000.pl061");
	struct platform_device *keys = find_device("gpio-keys");
	phys_addr_t phys = chip->resource->start;
	int irq = gpiod_to_irq(line_of_chip(LINE), IRQ_TYPE_EDGE_BOTH);

	EXPECT_EQ(t, keys->dev.state, DEVICE_BOUND);
	device_release_driver(&chip->dev);
	EXPECT_EQ(t, keys->dev.state, DEVICE_WAITING);
	EXPECT_EQ(t, chip->dev.devres, NULL);
	EXPECT_EQ(t, keys->dev.devres, NULL);
	EXPECT_EQ(t, first_overlap(&iomem_resource, phys, phys), NULL);
	EXPECT_EQ(t, line_of_chip(0), NULL);
	platform_probe_devices();
	EXPECT_EQ(t, keys->dev.state, DEVICE_BOUND);
	EXPECT_NE(t, first_overlap(&iomem_resource, phys, phys), NULL);
	/* No number was lost. */
	EXPECT_EQ(t, gpiod_to_irq(line_of_chip(LINE), IRQ_TYPE_EDGE_BOTH), irq);
	EXPECT_EQ(t, gpiod_request(line_of_chip(BUTTON), "test"), -EBUSY);
	EXPECT_WARNING(t, "test requests line 3, but gpio-keys uses it");
}
