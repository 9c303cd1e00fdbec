/* SPDX-License-Identifier: MIT */
/*
 * DOC: the platform
 *
 * A platform device cannot be found by scanning a bus. The device tree describes it, or the
 * machine's code adds it. Each node with a `compatible`, below the root or below a bus of such
 * devices, becomes a platform device. The drivers are in a list that the linker collects.
 *
 * A driver may need another device: an interrupt controller, a GPIO line. If that has no driver
 * yet, the probe function returns -EPROBE_DEFER, and is called again after the other probes.
 */
#ifndef DRIVERS_PLATFORM_DEVICE_H
#define DRIVERS_PLATFORM_DEVICE_H

#include <bootmap/compiler.h>
#include <drivers/device.h>
#include <drivers/ioport.h>
#include <sys/queue.h>

/**
 * struct platform_device - a device with resources
 * @dev: what every device has
 * @resource: its ranges of registers, from `reg`; with names if the node has `reg-names`
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
 * @probe: start to use a device; 0, or -Exxx without side effects
 * @remove: stop using it; NULL if the release of the devm_ resources is enough. They are released
 *	after it.
 */
struct platform_driver {
	struct device_driver driver;
	int (*probe)(struct platform_device *pdev);
	void (*remove)(struct platform_device *pdev);
};

/**
 * module_platform_driver() - register a driver
 * @variable: a struct platform_driver
 */
#define module_platform_driver(variable)                                              \
	static const struct platform_driver *const variable##_entry __used __section( \
		"platform_drivers") = &(variable)

/* The list, one pointer for each driver, between symbols that linker.ld defines. */
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
 * Return: the resource, or NULL if there is none.
 */
struct resource *platform_get_resource(const struct platform_device *pdev, unsigned long type,
				       unsigned int index);

/** devm_platform_ioremap_resource() - request and map the device's @index'th range of registers */
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index);

/**
 * devm_platform_request_ports() - request all I/O ports of a device
 * @pdev: the device
 * @name: of ports that have no name of their own, for listings
 * @first: set to the first one
 * Return: 0; -ENXIO if it has none; -EBUSY after a warning that names the holder.
 */
int devm_platform_request_ports(struct platform_device *pdev, const char *name, u16 *first);

/**
 * platform_get_irq() - one of the device's interrupts
 * @pdev: the device
 * @index: which
 *
 * Call it early in a probe function, because it often returns -EPROBE_DEFER.
 * Return: the irq; -EPROBE_DEFER if its controller has no driver yet; after a message, -ENXIO if it
 * has no such interrupt, or another error of of_irq_get().
 */
int platform_get_irq(struct platform_device *pdev, unsigned int index);

/** platform_get_irq_optional() - the same, but -ENXIO prints no message */
int platform_get_irq_optional(struct platform_device *pdev, unsigned int index);

/**
 * platform_device_add() - add a device to the list
 * @pdev: must stay until platform_device_del(); its driver, if any, is already set
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
 * For devices with a fixed address, like those of a PC. platform_probe_devices() binds it.
 * Return: the device, or NULL after a warning if there is no memory.
 */
struct platform_device *
platform_device_register_simple(const char *name, const struct resource *res, unsigned int count);

/** platform_device_del() - remove its driver, and remove it from the list */
void platform_device_del(struct platform_device *pdev);

/**
 * platform_probe_devices() - bind all devices that have a driver
 *
 * Deferred probes are repeated as long as any probe succeeds. Devices that still wait at the end
 * are listed with what they wait for.
 * Return: the number of these devices.
 */
unsigned int platform_probe_devices(void);

/** platform_device_next() - walk all devices: NULL is before the first one and after the last */
struct platform_device *platform_device_next(const struct platform_device *pdev);

/**
 * of_platform_populate() - create devices from the device tree's nodes, and select their drivers
 *
 * Each error in a node is reported with one message; the other nodes are not affected.
 */
void of_platform_populate(void);

/** show_devices() - list all devices and their drivers on the console */
void show_devices(void);

#endif
