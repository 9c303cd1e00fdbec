/* SPDX-License-Identifier: MIT */
/*
 * DOC: GPIO lines
 *
 * A chip offers lines; each has one user at a time. Users speak of a line as active or not:
 * the device tree says which level that is (GPIO_ACTIVE_LOW), so that a driver need not know
 * how the board is wired. Only chips speak of levels.
 *
 * Values may be read and set in any context, all else not from interrupts.
 */
#ifndef DRIVERS_GPIO_H
#define DRIVERS_GPIO_H

#include <bootmap/types.h>
#include <drivers/device.h>

struct gpio_desc;

/**
 * struct gpio_chip - a controller and what it can do with one of its lines
 * @parent: its device
 * @ngpio: number of lines
 * @is_output: does it drive the line?
 * @direction_input: drive it no more
 * @direction_output: drive it, from the first moment with this level
 * @get: level of the line, whoever drives it
 * @set: level of a line that it drives
 * @base: number of its first line among all chips' (gpiolib's, as all that follows)
 * @lines: what is known about each
 * @next: in the list of all
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
 * devm_gpiochip_add() - a controller offers its lines
 * @dev: its device
 * @chip: all but gpiolib's own filled in
 *
 * When the controller goes, the drivers that use its lines let go first.
 * Return: 0 or -ENOMEM.
 */
int devm_gpiochip_add(struct device *dev, struct gpio_chip *chip);

enum gpiod_flags { GPIOD_ASIS, GPIOD_IN, GPIOD_OUT_LOW, GPIOD_OUT_HIGH };

/**
 * devm_gpiod_get() - the line that a node's `gpios` names
 * @dev: the device that will use it
 * @node: where it is named: the device's node or a child of it
 * @flags: what to do with it at once; LOW and HIGH mean inactive and active
 *
 * Return: the line, or ERR_PTR(): -EPROBE_DEFER if its chip has no driver yet; after one line
 * that says why, -ENOENT without `gpios`, -EINVAL for one that makes no sense, -EBUSY if another
 * one has it; -ENOMEM.
 */
struct gpio_desc *devm_gpiod_get(struct device *dev, const struct device_node *node,
				 enum gpiod_flags flags);

/** gpio_to_desc() - a line by its number among all chips' lines, NULL if there is none */
struct gpio_desc *gpio_to_desc(unsigned int gpio);

/** gpiod_request() - take a line, as @label. Return: 0, or -EBUSY after a line that names the holder. */
int gpiod_request(struct gpio_desc *desc, const char *label);

/** gpiod_free() - the end of gpiod_request(); the line is left as it is */
void gpiod_free(struct gpio_desc *desc);

/** gpiod_direction_input() - let others drive the line */
void gpiod_direction_input(struct gpio_desc *desc);

/** gpiod_direction_output() - drive the line, @active or not */
void gpiod_direction_output(struct gpio_desc *desc, bool active);

/** gpiod_get_value() - is the line active, whoever drives it? */
bool gpiod_get_value(const struct gpio_desc *desc);

/** gpiod_set_value() - make a line active or not that we drive */
void gpiod_set_value(struct gpio_desc *desc, bool active);

/**
 * gpiod_to_irq() - the interrupt that a line's chip makes of it
 * @desc: the line, an input
 * @type: IRQ_TYPE_…, of levels: no matter what is active
 * Return: the irq, or an error of irq_create_of_mapping().
 */
int gpiod_to_irq(const struct gpio_desc *desc, unsigned int type);

/** show_gpio() - one line on the console: its chip, direction, level and user */
void show_gpio(const struct gpio_desc *desc);

/** show_gpios() - list all lines that are in use */
void show_gpios(void);

#endif
