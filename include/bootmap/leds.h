/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_LEDS_H
#define BOOTMAP_LEDS_H

#include <bootmap/types.h>

struct led;

/**
 * led_find() - an LED by its name
 * @name: its `label` in the device tree, else the name of its node
 * Return: the LED or NULL.
 */
struct led *led_find(const char *name);

/** led_next() - walk all LEDs: NULL is before the first one and behind the last */
struct led *led_next(const struct led *led);

/** led_name() - the name of an LED */
const char *led_name(const struct led *led);

/** led_set() - switch an LED on or off. Any context. */
void led_set(struct led *led, bool on);

/** led_is_on() - is it on? */
bool led_is_on(const struct led *led);

#endif
