// SPDX-License-Identifier: MIT
/*
 * Registers the LED of led_demo(), so that the monitor can use it. The device tree of QEMU's virt
 * machine has no LEDs. If a tree has some on the lines of a controller, gpio_leds.c registers them, and
 * this file does nothing.
 */
#include <drivers/gpio.h>
#include <drivers/leds.h>
#include <drivers/of.h>
#include <drivers/pl061.h>
#include <drivers/platform_device.h>

static struct gpio_desc *line;
static bool taken;

/* When the LED is off, the line is an input without a user, as led_demo() leaves it. */
static void set(struct led *led, bool on)
{
	if (on == taken || (on && gpiod_request(line, led->name)))
		return;
	taken = on;
	gpiod_direction_output(line, on);
	if (on)
		return;
	gpiod_direction_input(line);
	gpiod_free(line);
}

static bool is_on(const struct led *led __attribute__((unused)))
{
	return taken && gpiod_get_value(line);
}

/* Does the tree name an LED on a line of this controller? */
static bool has_led(const struct device_node *controller)
{
	const struct device_node *leds = NULL, *led = NULL;
	u32 phandle;

	while ((leds = of_find_compatible(leds, "gpio-leds")))
		while ((led = of_next_child(leds, led)))
			if (of_get_cell(led, "gpios", 0, &phandle) &&
			    of_find_phandle(phandle) == controller)
				return true;
	return false;
}

int devm_demo_led(struct device *dev, struct gpio_chip *chip, unsigned int offset)
{
	static struct led led = { .name = "demo", .set = set, .is_on = is_on };

	if (has_led(dev->of_node) || led_find(led.name))
		return 0;
	line = gpio_to_desc(chip->base + offset);
	return devm_led_register(dev, &led);
}

int devm_pl061_demo_led(struct device *dev, struct gpio_chip *chip)
{
	const struct resource *registers =
		platform_get_resource(to_platform_device(dev), IORESOURCE_MEM, 0);
	phys_addr_t phys;

	if (pl061_find(&phys) || phys != registers->start)
		return 0;
	return devm_demo_led(dev, chip, PL061_DEMO_LED_LINE);
}
