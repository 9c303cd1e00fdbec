// SPDX-License-Identifier: MIT
/*
 * Makes a platform device of each node of the device tree that describes one, with its registers and
 * interrupts as resources. boot/aarch64/machine.c calls of_platform_populate() before drivers are bound.
 */
#include <bootmap/compiler.h>
#include <bootmap/memblock.h>
#include <bootmap/slab.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <stdio.h>
#include <string.h>

#define DEVICE_NAME_MAX 48

/* A device and its resources, allocated together. */
struct of_platform_device {
	struct platform_device pdev;
	char name[DEVICE_NAME_MAX];
	struct resource resource[];
};

/* Buses that need no driver: the devices on them are accessed through the bus's ranges. */
static bool __init is_transparent(const struct device_node *bus)
{
	static const char *const kinds[] = { "simple-bus", "simple-mfd", "simple-pm-bus",
					     "arm,amba-bus" };
	bool transparent = false;

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds) && !transparent; i++)
		transparent = of_is_compatible(bus, kinds[i]);
	return transparent && of_device_is_available(bus);
}

/*
 * A node can become a platform device only if all buses above it are of these kinds. A device
 * behind another bus has no physical address.
 */
static bool __init is_within_reach(const struct device_node *node)
{
	if (!node->parent || !of_device_is_available(node))
		return false;
	for (const struct device_node *bus = node->parent; bus->parent; bus = bus->parent)
		if (!is_transparent(bus))
			return false;
	return true;
}

/* A fast "%lx": with snprintf() this would be a sixth of the cost of a device. */
static char __init *put_hex(char *to, u64 value)
{
	int shift = value ? (63 - __builtin_clzl(value)) & ~3 : 0;

	for (; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[value >> shift & 0xf];
	return to;
}

/* Names as in Linux: 9000000.pl011, and without an address gpio-keys or soc:leds. */
static void __init name_device(struct of_platform_device *device, const struct device_node *node)
{
	char *to = device->name, *end = device->name + DEVICE_NAME_MAX - 1;

	device->pdev.dev.name = device->name;
	if (device->pdev.num_resources) {
		to = put_hex(to, device->resource[0].start);
		*to++ = '.';
		for (const char *name = node->name; *name && *name != '@' && to < end; name++)
			*to++ = *name;
		*to = '\0';
	} else if (node->parent->parent) {
		snprintf(device->name, DEVICE_NAME_MAX, "%s:%s", node->parent->name, node->name);
	} else {
		snprintf(device->name, DEVICE_NAME_MAX, "%s", node->name);
	}
}

/* Return: NULL, or what is wrong with the entry. */
static const char __init *read_resource(struct resource *res, const struct of_reg *reg,
					unsigned int index)
{
	phys_addr_t start;
	u64 size;

	if (of_reg_entry(reg, index, &start, &size))
		return "a bus above it does not translate its address (ranges)";
	if (!size)
		return "its reg has an entry of size 0";
	if (start + size - 1 < start)
		return "its reg reaches beyond the last address";
	if (memblock_overlaps_memory(start, size))
		return "its registers would be RAM";
	*res = (struct resource){ .start = start,
				  .end = start + size - 1,
				  .flags = IORESOURCE_MEM };
	return NULL;
}

static const char __init *read_resources(struct of_platform_device *device,
					 const struct device_node *node, const struct of_reg *reg)
{
	const char *name = NULL, *why = NULL;

	for (unsigned int i = 0; i < reg->count && !why; i++) {
		why = read_resource(&device->resource[i], reg, i);
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
		if (*id->compatible == *compatible && !strcmp(id->compatible, compatible)) {
			dev->driver = driver;
			dev->match = id;
			return true;
		}
	return false;
}

/* `compatible` lists the most specific string first. */
static void __init find_driver(struct device *dev, const char *list, int length)
{
	const char *end = list + length;

	while (end > list && end[-1])
		end--; /* ignore a string without a NUL */
	for (; list < end; list += strlen(list) + 1)
		for_each_platform_driver(driver)
			if (match_driver(dev, &(*driver)->driver, list))
				return;
}

static int get_irq(const struct platform_device *pdev, unsigned int index)
{
	return of_irq_get(pdev->dev.of_node, index);
}

/* Return: NULL, or what is wrong with the node. */
static const char __init *create_device(const struct device_node *node, struct of_reg *reg,
					const char *compatible, int length)
{
	struct of_platform_device *device;
	const char *why;

	if (of_get_reg(node, reg))
		return "its reg is not a list of addresses and sizes";
	device = kzalloc(sizeof(*device) + reg->count * sizeof(device->resource[0]));
	if (!device)
		return "no memory for it";
	why = read_resources(device, node, reg);
	if (why) {
		kfree(device);
		return why;
	}
	device->pdev.resource = device->resource;
	device->pdev.num_resources = reg->count;
	device->pdev.dev.of_node = node;
	device->pdev.get_irq = get_irq;
	name_device(device, node);
	find_driver(&device->pdev.dev, compatible, length);
	platform_device_add(&device->pdev);
	return NULL;
}

void __init of_platform_populate(void)
{
	const struct device_node *node = NULL;
	struct of_reg reg = { 0 };

	while ((node = of_next_node(node))) {
		const char *why = NULL;
		int length;
		const char *compatible = of_get_property(node, "compatible", &length);

		if (compatible && is_within_reach(node))
			why = create_device(node, &reg, compatible, length);
		if (why)
			pr_warn("%s: left out: %s", node->name, why);
	}
}
