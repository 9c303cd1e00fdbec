// SPDX-License-Identifier: MIT
/*
 * Drivers of GPIO lines that switch the machine off or restart it. Some boards react to the level,
 * some to an edge. The sequence active, inactive, active works for all of them.
 */
#include <bootmap/delay.h>
#include <bootmap/power.h>
#include <drivers/gpio.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

/* The differences between the two kinds; times in milliseconds. */
struct kind {
	void (*register_handler)(struct power_handler *handler);
	const char *active, *inactive, *wait;
};

static const struct kind power_off = {
	.register_handler = register_power_off,
	.active = "active-delay-ms",
	.inactive = "inactive-delay-ms",
	.wait = "timeout-ms",
};

static const struct kind restart = {
	.register_handler = register_restart,
	.active = "active-delay",
	.inactive = "inactive-delay",
	.wait = "wait-delay",
};

#define DEFAULT_DELAY 100
#define DEFAULT_WAIT  3000

struct gpio_power {
	struct power_handler handler;
	struct device *dev;
	struct gpio_desc *line;
	u64 active, inactive, wait;
};

static void act(struct power_handler *handler)
{
	struct gpio_power *power = container_of(handler, struct gpio_power, handler);

	gpiod_direction_output(power->line, true);
	mdelay(power->active);
	gpiod_set_value(power->line, false);
	mdelay(power->inactive);
	gpiod_set_value(power->line, true);
	mdelay(power->wait);
	dev_warn(power->dev, "nothing happened");
}

static void unregister(void *handler)
{
	unregister_power_handler(handler);
}

static u64 number_or(const struct device_node *node, const char *name, u64 otherwise)
{
	u64 number;

	return of_get_number(node, name, &number) ? number : otherwise;
}

static int gpio_power_probe(struct platform_device *pdev)
{
	const struct device_node *node = pdev->dev.of_node;
	const struct kind *kind = device_get_match_data(&pdev->dev);
	struct gpio_power *power = devm_kzalloc(&pdev->dev, sizeof(*power));

	if (!power)
		return -ENOMEM;
	power->line = devm_gpiod_get(&pdev->dev, node, GPIOD_OUT_LOW);
	if (IS_ERR(power->line))
		return PTR_ERR(power->line);
	power->dev = &pdev->dev;
	power->active = number_or(node, kind->active, DEFAULT_DELAY);
	power->inactive = number_or(node, kind->inactive, DEFAULT_DELAY);
	power->wait = number_or(node, kind->wait, DEFAULT_WAIT);
	power->handler.act = act;
	kind->register_handler(&power->handler);
	return devm_add_action_or_reset(&pdev->dev, unregister, &power->handler);
}

static const struct of_device_id gpio_power_ids[] = {
	{ .compatible = "gpio-poweroff", .data = &power_off },
	{ .compatible = "gpio-restart", .data = &restart },
	{ 0 },
};

static const struct platform_driver gpio_power = {
	.driver = { .name = "gpio-power", .of_match_table = gpio_power_ids },
	.probe = gpio_power_probe,
};
module_platform_driver(gpio_power);
