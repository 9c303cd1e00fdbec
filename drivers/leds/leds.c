// SPDX-License-Identifier: MIT
/*
 * The list of all LEDs. A driver registers each LED with functions that switch it and read it.
 * The monitor's led command finds an LED by its name and switches it.
 */
#include <drivers/leds.h>
#include <string.h>

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

void led_set(struct led *led, bool on)
{
	led->set(led, on);
}

bool led_is_on(const struct led *led)
{
	return led->is_on(led);
}

/* The LED is switched off first: afterwards no driver is left that could do it. */
static void remove_led(void *data)
{
	struct led *led = data;

	led_set(led, false);
	TAILQ_REMOVE(&leds, led, link);
}

int devm_led_register(struct device *dev, struct led *led)
{
	TAILQ_INSERT_TAIL(&leds, led, link);
	return devm_add_action_or_reset(dev, remove_led, led);
}
