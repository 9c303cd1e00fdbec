// SPDX-License-Identifier: MIT
#include "fake_gpio.h"

#include "tree.h"

#include <drivers/gpio.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <string.h>

struct wire wires[LINES];
struct irq_domain *wires_domain;

static bool fake_is_output(struct gpio_chip *chip __attribute__((unused)), unsigned int offset)
{
	return wires[offset].driven;
}

static void fake_input(struct gpio_chip *chip __attribute__((unused)), unsigned int offset)
{
	wires[offset].driven = false;
}

static void fake_set(struct gpio_chip *chip __attribute__((unused)), unsigned int offset,
		     bool level)
{
	wires[offset].level = level;
	if (strlen(wires[offset].history) < sizeof(wires[offset].history) - 1)
		strcat(wires[offset].history, level ? "1" : "0");
}

static void fake_output(struct gpio_chip *chip, unsigned int offset, bool level)
{
	wires[offset].driven = true;
	fake_set(chip, offset, level);
}

static bool fake_get(struct gpio_chip *chip __attribute__((unused)), unsigned int offset)
{
	return wires[offset].level;
}

static void fake_mask(struct irq_data *data)
{
	wires[data->hwirq].unmasked = false;
}

static void fake_unmask(struct irq_data *data)
{
	wires[data->hwirq].unmasked = true;
}

static int fake_set_type(struct irq_data *data, unsigned int type)
{
	wires[data->hwirq].type = type;
	return 0;
}

static const struct irq_chip fake_irq_chip = {
	.name = "fake",
	.irq_mask = fake_mask,
	.irq_unmask = fake_unmask,
	.irq_set_type = fake_set_type,
};

static void remove_domain(void *data)
{
	irq_domain_remove(data);
}

static int fake_probe(struct platform_device *pdev)
{
	struct gpio_chip *chip = devm_kzalloc(&pdev->dev, sizeof(*chip));

	if (!chip)
		return -ENOMEM;
	*chip = (struct gpio_chip){
		.ngpio = LINES,
		.is_output = fake_is_output,
		.direction_input = fake_input,
		.direction_output = fake_output,
		.get = fake_get,
		.set = fake_set,
	};
	wires_domain = irq_domain_add_linear(pdev->dev.of_node, LINES, &fake_irq_chip,
					     irq_domain_xlate_twocell, NULL);
	if (!wires_domain || devm_add_action_or_reset(&pdev->dev, remove_domain, wires_domain))
		return -ENOMEM;
	return devm_gpiochip_add(&pdev->dev, chip);
}

static const struct of_device_id fake_ids[] = { { .compatible = "test,gpio" }, { 0 } };
static const struct platform_driver fake_gpio = {
	.driver = { .name = "fake-gpio", .of_match_table = fake_ids },
	.probe = fake_probe,
};
module_platform_driver(fake_gpio);

void chip_node(void)
{
	tree_node("gpio");
	tree_string("compatible", "test,gpio");
	tree_cells("phandle", CHIP);
	tree_bytes("gpio-controller", "", 0);
	tree_cells("#gpio-cells", 2);
	tree_end_node();
}

void user_node(const char *compatible, const char *child, u32 phandle, u32 line, u32 flags)
{
	tree_node(compatible);
	tree_string("compatible", compatible);
	tree_node(child);
	tree_cells("gpios", phandle, line, flags);
	tree_cells("linux,code", 0x198);
	tree_end_node();
	tree_end_node();
}

unsigned int boot_board(struct test *t)
{
	const char *why;

	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	of_platform_populate();
	return platform_probe_devices();
}

struct platform_device *find_device(const char *name)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)) && strcmp(dev_name(&pdev->dev), name))
		;
	return pdev;
}
