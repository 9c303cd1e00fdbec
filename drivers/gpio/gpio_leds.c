// SPDX-License-Identifier: MIT
/* LEDs on GPIO lines, each a child of the node. */
#include <bootmap/gpio.h>
#include <bootmap/leds.h>
#include <bootmap/of.h>
#include <bootmap/platform_device.h>
#include <string.h>
#include <sys/queue.h>

struct led {
	const char *name;
	struct gpio_desc *line;
	TAILQ_ENTRY(led) link;
};

static TAILQ_HEAD(led_list, led) leds = TAILQ_HEAD_INITIALIZER(leds);

struct led *led_next(const struct led *led)
{
	return led ? TAILQ_NEXT(led, link) : TAILQ_FIRST(&leds);
}

struct led *led_find(const char *name)
{
	struct led *led = NULL;

	while ((led = led_next(led)) && strcmp(led->name, name))
		;
	return led;
}

const char *led_name(const struct led *led)
{
	return led->name;
}

void led_set(struct led *led, bool on)
{
	gpiod_set_value(led->line, on);
}

bool led_is_on(const struct led *led)
{
	return gpiod_get_value(led->line);
}

/* Nobody will switch it off any more. */
static void remove_led(void *data)
{
	struct led *led = data;

	led_set(led, false);
	TAILQ_REMOVE(&leds, led, link);
}

static int add_led(struct device *dev, const struct device_node *node)
{
	const char *state = of_get_string(node, "default-state");
	struct led *led = devm_kzalloc(dev, sizeof(*led));
	bool on;

	if (!led)
		return -ENOMEM;
	led->name = of_get_string(node, "label");
	if (!led->name)
		led->name = node->name;
	led->line = devm_gpiod_get(dev, node, GPIOD_ASIS);
	if (IS_ERR(led->line))
		return PTR_ERR(led->line);
	on = state && (!strcmp(state, "on") || (!strcmp(state, "keep") && led_is_on(led)));
	gpiod_direction_output(led->line, on);
	TAILQ_INSERT_TAIL(&leds, led, link);
	dev_info(dev, "%s is %s", led->name, on ? "on" : "off");
	return devm_add_action_or_reset(dev, remove_led, led);
}

static int gpio_leds_probe(struct platform_device *pdev)
{
	const struct device_node *node = NULL;
	int err = 0;

	while (!err && (node = of_next_child(pdev->dev.of_node, node)))
		err = add_led(&pdev->dev, node);
	return err;
}

static const struct of_device_id gpio_leds_ids[] = { { .compatible = "gpio-leds" }, { 0 } };

static const struct platform_driver gpio_leds = {
	.driver = { .name = "gpio-leds", .of_match_table = gpio_leds_ids },
	.probe = gpio_leds_probe,
};
module_platform_driver(gpio_leds);
