// SPDX-License-Identifier: MIT
/*
 * LEDs on GPIO lines. Each LED is a child of the device tree's node, which names its line. The driver
 * registers them with drivers/leds/leds.c, which the monitor's led command asks.
 */
#include <bootmap/compiler.h>
#include <drivers/gpio.h>
#include <drivers/leds.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <string.h>

struct gpio_led {
	struct led led;
	struct gpio_desc *line;
};

static struct gpio_desc *line_of(const struct led *led)
{
	return container_of(led, const struct gpio_led, led)->line;
}

static void set(struct led *led, bool on)
{
	gpiod_set_value(line_of(led), on);
}

static bool is_on(const struct led *led)
{
	return gpiod_get_value(line_of(led));
}

static int add_led(struct device *dev, const struct device_node *node)
{
	const char *state = of_get_string(node, "default-state");
	struct gpio_led *light = devm_kzalloc(dev, sizeof(*light));
	struct led *led;
	bool on;

	if (!light)
		return -ENOMEM;
	led = &light->led;
	*led = (struct led){ .name = of_get_string(node, "label"), .set = set, .is_on = is_on };
	if (!led->name)
		led->name = node->name;
	light->line = devm_gpiod_get(dev, node, GPIOD_ASIS);
	if (IS_ERR(light->line))
		return PTR_ERR(light->line);
	on = state && (!strcmp(state, "on") || (!strcmp(state, "keep") && is_on(led)));
	gpiod_direction_output(light->line, on);
	dev_info(dev, "%s is %s", led->name, on ? "on" : "off");
	return devm_led_register(dev, led);
}

/* An LED on a line that nothing can drive is left out. */
static int gpio_leds_probe(struct platform_device *pdev)
{
	const struct device_node *node = NULL;
	int err = 0, result = -ENODEV;

	while ((!err || err == -ENODEV) && (node = of_next_child(pdev->dev.of_node, node))) {
		err = add_led(&pdev->dev, node);
		if (err != -ENODEV)
			result = err;
	}
	return result;
}

static const struct of_device_id gpio_leds_ids[] = { { .compatible = "gpio-leds" }, { 0 } };

static const struct platform_driver gpio_leds = {
	.driver = { .name = "gpio-leds", .of_match_table = gpio_leds_ids },
	.probe = gpio_leds_probe,
};
module_platform_driver(gpio_leds);
