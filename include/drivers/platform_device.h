/* SPDX-License-Identifier: MIT */
/*
 * DOC: the platform
 *
 * Devices that no bus can enumerate: they are where the device tree says, or where the
 * machine's own code knows them. Each node with a `compatible`, below the root or below a bus of
 * such devices, becomes a platform device. Each driver of the image is in a list that the linker
 * makes.
 *
 * A driver may need another one: its controller for interrupts, a GPIO line. If that is not
 * there yet, its probe says -EPROBE_DEFER, and is repeated after others had their turn.
 */
#ifndef DRIVERS_PLATFORM_DEVICE_H
#define DRIVERS_PLATFORM_DEVICE_H

#include <bootmap/compiler.h>
#include <bootmap/ioport.h>
#include <drivers/device.h>
#include <sys/queue.h>

/**
 * struct platform_device - a device with resources
 * @dev: what every device has
 * @resource: its ranges of registers, from `reg`; named if the tree has `reg-names`
 * @num_resources: how many
 * @get_irq: finds the irq of one of its interrupts, -ENXIO if there is none; NULL: it has none
 * @link: in the list of all
 */
struct platform_device {
	struct device dev;
	struct resource *resource;
	unsigned int num_resources;
	int (*get_irq)(const struct platform_device *pdev, unsigned int index);
	TAILQ_ENTRY(platform_device) link;
};

#define to_platform_device(device) container_of(device, struct platform_device, dev)

/**
 * struct platform_driver - a driver of platform devices
 * @driver: what every driver has
 * @probe: take a device over; 0, or -Exxx and nothing has changed
 * @remove: let it go; NULL if devm_ functions do all that is needed. What they hold is
 *	given back afterwards.
 */
struct platform_driver {
	struct device_driver driver;
	int (*probe)(struct platform_device *pdev);
	void (*remove)(struct platform_device *pdev);
};

/**
 * module_platform_driver() - put a driver into the image's list
 * @variable: a struct platform_driver
 */
#define module_platform_driver(variable)                                              \
	static const struct platform_driver *const variable##_entry __used __section( \
		"platform_drivers") = &(variable)

/* The list, one pointer each, between bounds of linker.ld. */
extern const struct platform_driver *const __start_platform_drivers[];
extern const struct platform_driver *const __stop_platform_drivers[];

#define for_each_platform_driver(driver)                                             \
	for (const struct platform_driver *const *driver = __start_platform_drivers; \
	     driver < __stop_platform_drivers; driver++)

static inline void *platform_get_drvdata(const struct platform_device *pdev)
{
	return dev_get_drvdata(&pdev->dev);
}

static inline void platform_set_drvdata(struct platform_device *pdev, void *data)
{
	dev_set_drvdata(&pdev->dev, data);
}

/**
 * platform_get_resource() - one of the device's ranges
 * @pdev: the device
 * @type: IORESOURCE_MEM, IORESOURCE_IO, IORESOURCE_IRQ
 * @index: which one of this type
 * Return: the resource, or NULL if it has no such.
 */
struct resource *platform_get_resource(const struct platform_device *pdev, unsigned long type,
				       unsigned int index);

/** devm_platform_ioremap_resource() - claim and map the device's @index'th range of registers */
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index);

/**
 * devm_platform_request_ports() - claim all I/O ports of a device
 * @pdev: the device
 * @name: as the listing will show those that have no name of their own
 * @first: set to the first one
 * Return: 0; -ENXIO if it has none; -EBUSY after a warning that names the holder.
 */
int devm_platform_request_ports(struct platform_device *pdev, const char *name, u16 *first);

/**
 * platform_get_irq() - one of the device's interrupts
 * @pdev: the device
 * @index: which
 *
 * To be asked before anything costly: this is where most probes have to wait.
 * Return: the irq; -EPROBE_DEFER if its controller has no driver yet; after one line that says
 * why, -ENXIO if it has no such interrupt, or another error of of_irq_get().
 */
int platform_get_irq(struct platform_device *pdev, unsigned int index);

/** platform_get_irq_optional() - the same, but -ENXIO prints no message */
int platform_get_irq_optional(struct platform_device *pdev, unsigned int index);

/**
 * platform_device_add() - make a device known
 * @pdev: stays until platform_device_del(); its driver is already noted if there is one
 *
 * Does not bind it: see platform_probe_devices().
 */
void platform_device_add(struct platform_device *pdev);

/**
 * platform_device_register_simple() - make a device that no firmware table describes
 * @name: its own and its driver's; must stay
 * @res: its ranges, and its interrupts as IORESOURCE_IRQ; copied
 * @count: how many
 *
 * For devices that are where they always were, like those of a PC. Bound later, see
 * platform_probe_devices().
 * Return: the device, or NULL after a warning if there is no memory.
 */
struct platform_device *
platform_device_register_simple(const char *name, const struct resource *res, unsigned int count);

/** platform_device_del() - its driver lets it go, and it is known no more */
void platform_device_del(struct platform_device *pdev);

/**
 * platform_probe_devices() - bind all devices that have a driver
 *
 * Those that have to wait are asked again as long as others make progress; those that wait
 * in the end are named with what they wait for.
 * Return: how many of them there are.
 */
unsigned int platform_probe_devices(void);

/** platform_device_next() - walk all devices: NULL is before the first one and behind the last */
struct platform_device *platform_device_next(const struct platform_device *pdev);

/**
 * of_platform_populate() - make devices of the tree's nodes, and find their drivers
 *
 * What the tree says wrong about a device is said in one line, and the rest goes on.
 */
void of_platform_populate(void);

/** show_devices() - list all devices and their drivers on the console */
void show_devices(void);

#endif
