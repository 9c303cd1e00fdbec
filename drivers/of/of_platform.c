// SPDX-License-Identifier: MIT
/* Nodes of the device tree become platform devices. */
#include <bootmap/compiler.h>
#include <bootmap/of.h>
#include <bootmap/platform_device.h>
#include <bootmap/slab.h>
#include <stdio.h>
#include <string.h>

#define DEVICE_NAME_MAX 48

/* A device with what of_platform_populate() made for it, in one piece. */
struct of_platform_device {
	struct platform_device pdev;
	char name[DEVICE_NAME_MAX];
	struct resource resource[];
};

/*
 * A node stands for a device that we can reach if all buses above it are of the simple kind: what
 * lies behind others has no physical address.
 */
static bool __init is_platform_device(const struct device_node *node)
{
	if (!node->parent || !of_get_property(node, "compatible", NULL) ||
	    !of_device_is_available(node))
		return false;
	for (const struct device_node *bus = node->parent; bus->parent; bus = bus->parent)
		if (!of_is_compatible(bus, "simple-bus") || !of_device_is_available(bus))
			return false;
	return true;
}

/* Linux's way: 9000000.pl011, and without an address gpio-keys or soc:leds. */
static void __init name_device(struct of_platform_device *device, const struct device_node *node)
{
	int length = strcspn(node->name, "@");

	if (device->pdev.num_resources)
		snprintf(device->name, DEVICE_NAME_MAX, "%lx.%.*s", device->resource[0].start,
			 length, node->name);
	else if (node->parent->parent)
		snprintf(device->name, DEVICE_NAME_MAX, "%s:%s", node->parent->name, node->name);
	else
		snprintf(device->name, DEVICE_NAME_MAX, "%s", node->name);
	device->pdev.dev.name = device->name;
}

/* What is wrong with the entry; NULL if nothing is. */
static const char __init *read_resource(struct resource *res, const struct device_node *node,
					unsigned int index)
{
	phys_addr_t start;
	u64 size;

	if (of_get_address(node, index, &start, &size))
		return "no bus on its way to the CPU translates its address (ranges)";
	if (!size)
		return "its reg has an entry of no size";
	if (start + size - 1 < start)
		return "its reg reaches beyond the last address";
	*res = (struct resource){ .start = start,
				  .end = start + size - 1,
				  .flags = IORESOURCE_MEM };
	return NULL;
}

static const char __init *read_resources(struct of_platform_device *device,
					 const struct device_node *node, unsigned int count)
{
	const char *name = NULL, *why = NULL;

	for (unsigned int i = 0; i < count && !why; i++) {
		why = read_resource(&device->resource[i], node, i);
		if (!i || name)
			name = of_next_string(node, "reg-names", name);
		device->resource[i].name = name;
	}
	return why;
}

static bool __init match_driver(struct device *dev, const struct device_driver *driver,
				const char *compatible)
{
	for (const struct of_device_id *id = driver->of_match_table; id && id->compatible; id++)
		if (!strcmp(id->compatible, compatible)) {
			dev->driver = driver;
			dev->match = id;
			return true;
		}
	return false;
}

/* The tree lists what a device is compatible with from the most to the least specific. */
static void __init find_driver(struct device *dev)
{
	const char *compatible = NULL;

	while ((compatible = of_next_string(dev->of_node, "compatible", compatible)))
		for_each_platform_driver(driver)
			if (match_driver(dev, &(*driver)->driver, compatible))
				return;
}

static int get_irq(const struct platform_device *pdev, unsigned int index)
{
	return of_irq_get(pdev->dev.of_node, index);
}

/* What is wrong with the node; NULL if nothing is. */
static const char __init *create_device(const struct device_node *node)
{
	int count = of_address_count(node);
	struct of_platform_device *device;
	const char *why;

	if (count < 0)
		return "its reg is no list of addresses and sizes";
	device = kzalloc(sizeof(*device) + count * sizeof(device->resource[0]));
	if (!device)
		return "no memory for it";
	why = read_resources(device, node, count);
	if (why) {
		kfree(device);
		return why;
	}
	device->pdev.resource = device->resource;
	device->pdev.num_resources = count;
	device->pdev.dev.of_node = node;
	device->pdev.get_irq = get_irq;
	name_device(device, node);
	find_driver(&device->pdev.dev);
	platform_device_add(&device->pdev);
	return NULL;
}

void __init of_platform_populate(void)
{
	const struct device_node *node = NULL;

	while ((node = of_next_node(node))) {
		const char *why = is_platform_device(node) ? create_device(node) : NULL;

		if (why)
			pr_warn("%s: left out: %s", node->name, why);
	}
}
