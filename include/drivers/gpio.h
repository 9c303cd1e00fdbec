/* SPDX-License-Identifier: MIT */
/*
 * DOC: GPIO lines
 *
 * A chip provides lines; each line has one user at a time. For users a line is active or
 * inactive. The device tree says which level is active (GPIO_ACTIVE_LOW), so that a driver does
 * not depend on the wiring of the board. Only the functions of struct gpio_chip use levels.
 *
 * Values may be read and set in any context. All other functions may not be called from interrupts.
 */
#ifndef DRIVERS_GPIO_H
#define DRIVERS_GPIO_H

#include <bootmap/types.h>
#include <drivers/device.h>

struct gpio_desc;

/**
 * struct gpio_chip - a controller, and operations on one of its lines
 * @parent: its device
 * @ngpio: number of lines
 * @is_output: is the line an output?
 * @direction_input: make the line an input
 * @direction_output: make the line an output that starts with this level
 * @get: level of the line, input or output
 * @set: set the level of an output
 * @base: number of its first line among those of all chips (used by gpiolib, like the next two)
 * @lines: one descriptor for each line
 * @next: in the list of all chips
 */
struct gpio_chip {
	struct device *parent;
	unsigned int ngpio;
	bool (*is_output)(struct gpio_chip *chip, unsigned int offset);
	void (*direction_input)(struct gpio_chip *chip, unsigned int offset);
	void (*direction_output)(struct gpio_chip *chip, unsigned int offset, bool level);
	bool (*get)(struct gpio_chip *chip, unsigned int offset);
	void (*set)(struct gpio_chip *chip, unsigned int offset, bool level);
	unsigned int base;
	struct gpio_desc *lines;
	struct gpio_chip *next;
};

/**
 * devm_gpiochip_add() - register a controller
 * @dev: its device
 * @chip: filled in, except for gpiolib's fields
 *
 * When the controller's driver is removed, the drivers that use its lines are removed first.
 * Return: 0 or -ENOMEM.
 */
int devm_gpiochip_add(struct device *dev, struct gpio_chip *chip);

enum gpiod_flags { GPIOD_ASIS, GPIOD_IN, GPIOD_OUT_LOW, GPIOD_OUT_HIGH };

/**
 * devm_gpiod_get() - request the line that a node's `gpios` property names
 * @dev: the device that will use it
 * @node: the node with the property: the device's node or a child of it
 * @flags: the initial direction and value; LOW and HIGH mean inactive and active
 *
 * Return: the line, or ERR_PTR(): -EPROBE_DEFER if its chip has no driver yet; -ENOMEM; after a
 * message, -ENODEV if it will never have one, -ENOENT without `gpios`, -EINVAL if it is invalid, -EBUSY if the line has a user.
 */
struct gpio_desc *devm_gpiod_get(struct device *dev, const struct device_node *node,
				 enum gpiod_flags flags);

/** gpio_to_desc() - a line by its number among all chips' lines, NULL if there is none */
struct gpio_desc *gpio_to_desc(unsigned int gpio);

/** gpiod_request() - request a line for @label. Return: 0; -EBUSY, and a message with the user */
int gpiod_request(struct gpio_desc *desc, const char *label);

/** gpiod_free() - the end of gpiod_request(); the line is left as it is */
void gpiod_free(struct gpio_desc *desc);

/** gpiod_direction_input() - make the line an input */
void gpiod_direction_input(struct gpio_desc *desc);

/** gpiod_direction_output() - make the line an output, @active or not */
void gpiod_direction_output(struct gpio_desc *desc, bool active);

/** gpiod_get_value() - is the line active? For inputs and outputs. */
bool gpiod_get_value(const struct gpio_desc *desc);

/** gpiod_set_value() - set an output */
void gpiod_set_value(struct gpio_desc *desc, bool active);

/**
 * gpiod_to_irq() - the interrupt of a line
 * @desc: the line, an input
 * @type: IRQ_TYPE_…, for levels, whichever of them is active
 * Return: the irq, or an error of irq_create_of_mapping().
 */
int gpiod_to_irq(const struct gpio_desc *desc, unsigned int type);

/** show_gpio() - print a line's chip, direction, level and user */
void show_gpio(const struct gpio_desc *desc);

/** show_gpios() - list all lines that are in use */
void show_gpios(void);

/**
 * gpio_early_report() - an early user of early_ioremap()
 *
 * Maps the GPIO controller of the device tree, reads lines, and unmaps. Boot, after
 * early_ioremap_init().
 */
void gpio_early_report(void);

/**
 * gpio_led_demo() - the classic first driver: an LED switched on and off
 *
 * Everything through one early_ioremap() mapping. Return: 0 or -Exxx.
 */
int gpio_led_demo(void);

#endif
