// SPDX-License-Identifier: MIT
/*
 * Registers the LED of led_demo(), so that the monitor can use it. The device tree of QEMU's virt
 * machine has no LEDs. If a tree has some, gpio_leds.c registers them, and this file does nothing.
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

int devm_pl061_demo_led(struct device *dev, struct gpio_chip *chip)
{
	static struct led led = { .name = "demo", .set = set, .is_on = is_on };
	const struct resource *registers =
		platform_get_resource(to_platform_device(dev), IORESOURCE_MEM, 0);
	phys_addr_t phys;

	if (of_find_compatible(NULL, "gpio-leds") || pl061_find(&phys) || phys != registers->start)
		return 0;
	line = gpio_to_desc(chip->base + PL061_DEMO_LED_LINE);
	return devm_led_register(dev, &led);
}
