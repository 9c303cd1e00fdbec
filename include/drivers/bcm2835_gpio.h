/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_BCM2835_GPIO_H
#define DRIVERS_BCM2835_GPIO_H

#include <drivers/gpio.h>

#define BCM2835_DEMO_LED_LINE 16 /* pin 36 of the Raspberry Pi's header; no tree gives it a use */

/**
 * struct bcm2835_lines - the lines of a controller
 * @base: registers
 * @chip: operations on the lines
 */
struct bcm2835_lines {
	void __iomem *base;
	struct gpio_chip chip;
};

/**
 * bcm2835_lines_init() - fill in the operations on lines
 * @lines: filled in, without the number of lines
 * @base: mapped registers
 */
void bcm2835_lines_init(struct bcm2835_lines *lines, void __iomem *base);

#endif
