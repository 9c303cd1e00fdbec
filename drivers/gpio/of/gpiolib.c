// SPDX-License-Identifier: MIT
/*
 * Lines for general-purpose input and output (GPIO). A driver of a GPIO controller registers its
 * lines as a chip. Other drivers, such as those of LEDs and keys, request single lines by the
 * `gpios` property of their node; the monitor's gpio command uses numbers.
 */
#include <bootmap/irq.h>
#include <bootmap/slab.h>
#include <drivers/gpio.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

/* Flags in the second cell of a `gpios` entry. */
#define GPIO_ACTIVE_LOW BIT(0)
#define GPIO_CELLS	2

/**
 * struct gpio_desc - a line
 * @chip: its chip
 * @user: name of its user, for listings; NULL: none
 * @consumer: the device that uses it, if any
 * @active_low: its active level is low
 */
struct gpio_desc {
	struct gpio_chip *chip;
	const char *user;
	struct device *consumer;
	bool active_low;
};

static struct gpio_chip *chips;

static unsigned int offset_of(const struct gpio_desc *desc)
{
	return desc - desc->chip->lines;
}

/* Added at the end, so that the numbers of other lines do not change. */
static void add_chip(struct gpio_chip *chip)
{
	struct gpio_chip **link = &chips;

	chip->base = 0;
	for (; *link; link = &(*link)->next)
		chip->base = (*link)->base + (*link)->ngpio;
	chip->next = NULL;
	*link = chip;
}

static void remove_chip(void *data)
{
	struct gpio_chip *chip = data, **link = &chips;

	for (unsigned int i = 0; i < chip->ngpio; i++) {
		if (chip->lines[i].consumer)
			device_release_driver(chip->lines[i].consumer);
		if (chip->lines[i].user)
			dev_warn(chip->parent, "line %u is removed while %s uses it", i,
				 chip->lines[i].user);
	}
	while (*link != chip)
		link = &(*link)->next;
	*link = chip->next;
	kfree(chip->lines);
}

int devm_gpiochip_add(struct device *dev, struct gpio_chip *chip)
{
	chip->parent = dev;
	chip->lines = kzalloc(chip->ngpio * sizeof(chip->lines[0]));
	if (!chip->lines)
		return -ENOMEM;
	for (unsigned int i = 0; i < chip->ngpio; i++)
		chip->lines[i].chip = chip;
	add_chip(chip);
	return devm_add_action_or_reset(dev, remove_chip, chip);
}

struct gpio_desc *gpio_to_desc(unsigned int gpio)
{
	for (struct gpio_chip *chip = chips; chip; chip = chip->next)
		if (gpio >= chip->base && gpio - chip->base < chip->ngpio)
			return &chip->lines[gpio - chip->base];
	return NULL;
}

int gpiod_request(struct gpio_desc *desc, const char *label)
{
	if (desc->user) {
		dev_warn(desc->chip->parent, "%s requests line %u, but %s uses it", label,
			 offset_of(desc), desc->user);
		return -EBUSY;
	}
	desc->user = label;
	return 0;
}

void gpiod_free(struct gpio_desc *desc)
{
	desc->user = NULL;
	desc->consumer = NULL;
	desc->active_low = false;
}

static void free_line(void *desc)
{
	gpiod_free(desc);
}

void gpiod_direction_input(struct gpio_desc *desc)
{
	desc->chip->direction_input(desc->chip, offset_of(desc));
}

void gpiod_direction_output(struct gpio_desc *desc, bool active)
{
	desc->chip->direction_output(desc->chip, offset_of(desc), active != desc->active_low);
}

bool gpiod_get_value(const struct gpio_desc *desc)
{
	return desc->chip->get(desc->chip, offset_of(desc)) != desc->active_low;
}

void gpiod_set_value(struct gpio_desc *desc, bool active)
{
	desc->chip->set(desc->chip, offset_of(desc), active != desc->active_low);
}

/* A chip whose lines can interrupt is also an interrupt controller in the device tree. */
int gpiod_to_irq(const struct gpio_desc *desc, unsigned int type)
{
	const u32 specifier[] = { offset_of(desc), type };

	return irq_create_of_mapping(desc->chip->parent->of_node, specifier, ARRAY_SIZE(specifier));
}

static void *refuse(struct device *dev, const struct device_node *node, const char *why, int err)
{
	dev_warn(dev, "gpios of %s: %s", node->name, why);
	return ERR_PTR(err);
}

static struct gpio_chip *chip_of(const struct device_node *controller)
{
	struct gpio_chip *chip = chips;

	while (chip && chip->parent->of_node != controller)
		chip = chip->next;
	return chip;
}

/* The controller has no chip yet. If it is a device for which there is no driver, it never will. */
static void *no_chip(struct device *dev, const struct device_node *node,
		     const struct device_node *controller)
{
	const struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)))
		if (pdev->dev.of_node == controller && !pdev->dev.driver)
			return refuse(dev, node, "their controller has no driver", -ENODEV);
	dev->waits_for = "its GPIO controller";
	return ERR_PTR(-EPROBE_DEFER);
}

/* The line and the flags in the first entry of a node's `gpios`. */
static struct gpio_desc *find_line(struct device *dev, const struct device_node *node, u32 *flags)
{
	const struct device_node *controller;
	u32 phandle, offset, cells;
	struct gpio_chip *chip;

	if (!of_get_cell(node, "gpios", 0, &phandle))
		return refuse(dev, node, "there are none", -ENOENT);
	controller = of_find_phandle(phandle);
	if (!controller || !of_get_property(controller, "gpio-controller", NULL))
		return refuse(dev, node, "they lead to no gpio-controller", -EINVAL);
	if (!of_get_cell(controller, "#gpio-cells", 0, &cells) || cells != GPIO_CELLS ||
	    !of_get_cell(node, "gpios", 1, &offset) || !of_get_cell(node, "gpios", 2, flags))
		return refuse(dev, node, "a line is two cells: number and flags", -EINVAL);
	chip = chip_of(controller);
	if (!chip)
		return no_chip(dev, node, controller);
	if (offset >= chip->ngpio)
		return refuse(dev, node, "the controller has no such line", -EINVAL);
	return &chip->lines[offset];
}

struct gpio_desc *devm_gpiod_get(struct device *dev, const struct device_node *node,
				 enum gpiod_flags flags)
{
	u32 line_flags;
	struct gpio_desc *desc = find_line(dev, node, &line_flags);
	int err;

	if (IS_ERR(desc))
		return desc;
	err = gpiod_request(desc, dev_name(dev));
	if (!err)
		err = devm_add_action_or_reset(dev, free_line, desc);
	if (err)
		return ERR_PTR(err);
	desc->consumer = dev;
	desc->active_low = line_flags & GPIO_ACTIVE_LOW;
	if (flags == GPIOD_IN)
		gpiod_direction_input(desc);
	else if (flags != GPIOD_ASIS)
		gpiod_direction_output(desc, flags == GPIOD_OUT_HIGH);
	return desc;
}

void show_gpio(const struct gpio_desc *desc)
{
	struct gpio_chip *chip = desc->chip;
	unsigned int offset = offset_of(desc);

	pr_info("gpio %3u  %-20s  %2u  %-3s  %-4s %s%s", chip->base + offset,
		dev_name(chip->parent), offset, chip->is_output(chip, offset) ? "out" : "in",
		chip->get(chip, offset) ? "high" : "low", desc->user ? desc->user : "-",
		desc->active_low ? " (active low)" : "");
}

void show_gpios(void)
{
	for (const struct gpio_chip *chip = chips; chip; chip = chip->next) {
		pr_info("gpio %u-%u: %s", chip->base, chip->base + chip->ngpio - 1,
			dev_name(chip->parent));
		for (unsigned int i = 0; i < chip->ngpio; i++)
			if (chip->lines[i].user)
				show_gpio(&chip->lines[i]);
	}
}
