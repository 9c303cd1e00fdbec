/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_LEDS_H
#define DRIVERS_LEDS_H

#include <bootmap/types.h>
#include <drivers/device.h>
#include <sys/queue.h>

/**
 * struct led - an LED
 * @name: its `label` in the device tree, else the name of its node; those of the keyboard are fixed
 * @set: switch it; any context
 * @is_on: is it on?
 * @link: in the list of all
 */
struct led {
	const char *name;
	void (*set)(struct led *led, bool on);
	bool (*is_on)(const struct led *led);
	TAILQ_ENTRY(led) link;
};

/**
 * devm_led_register() - register an LED
 * @dev: its device; when its driver is removed, the LED is switched off and unregistered
 * @led: all but @link filled in
 * Return: 0 or -ENOMEM.
 */
int devm_led_register(struct device *dev, struct led *led);

struct gpio_chip;

/**
 * devm_demo_led() - register an LED "demo" that no device tree describes
 * @dev: a GPIO controller
 * @chip: its lines, known to gpiolib
 * @offset: the line that the LED is on; taken while the LED is on
 *
 * Only if no node names an LED on a line of this controller, and there is no such LED yet.
 * Return: 0 or -ENOMEM.
 */
int devm_demo_led(struct device *dev, struct gpio_chip *chip, unsigned int offset);

/**
 * led_find() - an LED by its name
 * @name: see struct led
 * Return: the LED or NULL.
 */
struct led *led_find(const char *name);

/** led_next() - walk all LEDs: NULL is before the first one and after the last */
struct led *led_next(const struct led *led);

/** led_set() - switch an LED on or off. Any context. */
void led_set(struct led *led, bool on);

/** led_is_on() - is it on? */
bool led_is_on(const struct led *led);

#endif
