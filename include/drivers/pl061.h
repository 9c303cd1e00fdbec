/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PL061_H
#define DRIVERS_PL061_H

#include <bootmap/types.h>

struct device;
struct gpio_chip;

#define PL061_LINES	    8
#define PL061_DEMO_LED_LINE 1 /* QEMU virt leaves it free */

/**
 * pl061_find() - look up the GPIO controller in the device tree
 * @phys: set to the physical address of its registers
 * Return: 0, or -ENODEV if the tree has no usable arm,pl061.
 */
int pl061_find(phys_addr_t *phys);

/**
 * pl061_set_output() - drive a line
 * @base: registers
 * @line: 0…7
 * @level: what to drive
 *
 * The level is set before the direction, so that the line never has another level as an output.
 */
void pl061_set_output(void __iomem *base, unsigned int line, bool level);

/**
 * pl061_set_input() - stop driving a line
 * @base: registers
 * @line: 0…7
 */
void pl061_set_input(void __iomem *base, unsigned int line);

/**
 * pl061_is_output() - do we drive the line?
 * @base: registers
 * @line: 0…7
 */
bool pl061_is_output(const void __iomem *base, unsigned int line);

/**
 * pl061_set() - level of a line that we drive
 * @base: registers
 * @line: 0…7
 * @level: what to drive
 */
void pl061_set(void __iomem *base, unsigned int line, bool level);

/**
 * pl061_get() - level of one line
 * @base: registers
 * @line: 0…7
 */
bool pl061_get(const void __iomem *base, unsigned int line);

/**
 * pl061_levels() - levels of all lines
 * @base: registers
 * Return: bit n is line n.
 */
u8 pl061_levels(const void __iomem *base);

/**
 * pl061_early_report() - an early user of early_ioremap()
 *
 * Maps the PL061 of the device tree, reads its identification and line levels, makes one line an
 * output for a moment, reads its levels back, and unmaps. Boot, after early_ioremap_init().
 */
void pl061_early_report(void);

/**
 * led_demo() - the classic first driver: an LED switched on and off
 *
 * Everything through one early_ioremap() mapping. Return: 0 or -Exxx.
 */
int led_demo(void);

/**
 * devm_pl061_demo_led() - the LED of led_demo(), for the monitor
 * @dev: a PL061
 * @chip: its lines, known to gpiolib
 *
 * Only for the PL061 of pl061_find(); else as devm_demo_led().
 */
int devm_pl061_demo_led(struct device *dev, struct gpio_chip *chip);

#endif
