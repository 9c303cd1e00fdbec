// SPDX-License-Identifier: MIT
/*
 * Keys on GPIO lines. Each key is a child of the device tree's node, which names its line and its
 * meaning. A key that means "power" switches the machine off when it is pressed.
 */
#include <bootmap/irq.h>
#include <bootmap/power.h>
#include <drivers/gpio.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>

/* Key codes in the device tree (dt-bindings/input/linux-event-codes.h). */
#define KEY_POWER   116
#define KEY_RESTART 0x198

struct gpio_key {
	struct device *dev;
	struct gpio_desc *line;
	const char *label;
	u64 code;
	bool pressed;
};

static void report(struct gpio_key *key, bool pressed)
{
	key->pressed = pressed;
	dev_info(key->dev, "%s %s", key->label, pressed ? "pressed" : "released");
	if (pressed && key->code == KEY_POWER)
		machine_off(0);
	if (pressed && key->code == KEY_RESTART)
		machine_restart();
}

/* If the level has not changed, it changed twice before the handler ran. */
static irqreturn_t gpio_key_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct gpio_key *key = data;
	bool pressed = gpiod_get_value(key->line);

	if (pressed == key->pressed)
		report(key, !pressed);
	report(key, pressed);
	return IRQ_HANDLED;
}

static int add_key(struct device *dev, const struct device_node *node)
{
	struct gpio_key *key = devm_kzalloc(dev, sizeof(*key));
	int irq;

	if (!key)
		return -ENOMEM;
	key->dev = dev;
	key->label = of_get_string(node, "label");
	if (!key->label)
		key->label = node->name;
	if (!of_get_number(node, "linux,code", &key->code))
		return dev_err_probe(dev, -EINVAL, "a key without linux,code");
	key->line = devm_gpiod_get(dev, node, GPIOD_IN);
	if (IS_ERR(key->line))
		return PTR_ERR(key->line);
	key->pressed = gpiod_get_value(key->line);
	irq = gpiod_to_irq(key->line, IRQ_TYPE_EDGE_BOTH);
	if (irq < 0)
		return dev_err_probe(dev, irq, "interrupts of its GPIO controller");
	return devm_request_irq(dev, irq, gpio_key_interrupt, key->label, key);
}

static int gpio_keys_probe(struct platform_device *pdev)
{
	const struct device_node *node = NULL;
	int err = 0;

	while (!err && (node = of_next_child(pdev->dev.of_node, node)))
		err = add_key(&pdev->dev, node);
	return err;
}

static const struct of_device_id gpio_keys_ids[] = { { .compatible = "gpio-keys" }, { 0 } };

static const struct platform_driver gpio_keys = {
	.driver = { .name = "gpio-keys", .of_match_table = gpio_keys_ids },
	.probe = gpio_keys_probe,
};
module_platform_driver(gpio_keys);
