// SPDX-License-Identifier: MIT
/*
 * Users of early_ioremap(): they map the machine's GPIO controller before any allocator exists, and
 * release the mapping. Here is the controller of the Raspberry Pi; on other machines it is the PL061,
 * see pl061_early.c.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <drivers/bcm2835_gpio.h>
#include <drivers/of.h>
#include <drivers/pl061.h>
#include <errno.h>

#define LED_LINE   BCM2835_DEMO_LED_LINE
#define LED_BLINKS 3

static int find_bcm2835(phys_addr_t *phys, u64 *size)
{
	const struct device_node *node = of_find_compatible(NULL, "brcm,bcm2835-gpio");

	if (!node)
		node = of_find_compatible(NULL, "brcm,bcm2711-gpio");
	if (!node || of_get_address(node, 0, phys, size) || memblock_is_memory(*phys))
		return -ENODEV;
	return 0;
}

static void blink_led(struct gpio_chip *chip)
{
	for (int blink = 0; blink < LED_BLINKS; blink++) {
		chip->direction_output(chip, LED_LINE, true);
		pr_info("led: on,  line %d reads %d", LED_LINE, chip->get(chip, LED_LINE));
		chip->direction_output(chip, LED_LINE, false);
		pr_info("led: off, line %d reads %d", LED_LINE, chip->get(chip, LED_LINE));
	}
	chip->direction_input(chip, LED_LINE);
}

/* At boot the line is only read: something else than an LED may be connected to it. */
static int use_bcm2835(bool blink)
{
	struct bcm2835_lines lines;
	phys_addr_t phys;
	void __iomem *base;
	u64 size;

	if (find_bcm2835(&phys, &size))
		return -ENODEV;
	base = early_ioremap(phys, size);
	if (!base)
		return -ENOMEM;
	show_mapping("early_ioremap", "GPIO", (unsigned long)(__force void *)base, size);
	bcm2835_lines_init(&lines, base);
	if (blink)
		blink_led(&lines.chip);
	else
		pr_info("gpio: line %d reads %d", LED_LINE, lines.chip.get(&lines.chip, LED_LINE));
	early_iounmap(base, size);
	return 0;
}

/* Asked first: each search for a controller that the tree does not have reads all of its nodes. */
static bool has_pl061(void)
{
	phys_addr_t phys;

	return !pl061_find(&phys);
}

void gpio_early_report(void)
{
	if (has_pl061() || use_bcm2835(false) == -ENODEV)
		pl061_early_report();
}

int gpio_led_demo(void)
{
	int err = has_pl061() ? -ENODEV : use_bcm2835(true);

	return err == -ENODEV ? led_demo() : err;
}
