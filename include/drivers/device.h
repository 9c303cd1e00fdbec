/* SPDX-License-Identifier: MIT */
/*
 * DOC: devices, and what they hold
 *
 * A device is described by the device tree or by the machine's code; a driver handles one kind of
 * device. What a driver acquires through a devm_ function belongs to its device. It is released
 * in reverse order when the probe function fails or the driver is removed. An error path in a
 * probe function is therefore just a return statement.
 *
 * Nothing here may be called from interrupts.
 */
#ifndef DRIVERS_DEVICE_H
#define DRIVERS_DEVICE_H

#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <bootmap/types.h>

struct device_node;
struct devres;
struct resource;

/**
 * struct of_device_id - a kind of device that a driver handles
 * @compatible: as the tree writes it; a table of these ends with NULL
 * @data: what the driver wants to know about this kind; see device_get_match_data()
 */
struct of_device_id {
	const char *compatible;
	const void *data;
};

/**
 * struct device_driver - what every driver has
 * @name: shown in listings
 * @of_match_table: the kinds of devices that it handles; NULL: only those with its own name
 */
struct device_driver {
	const char *name;
	const struct of_device_id *of_match_table;
};

enum device_state {
	DEVICE_WAITING, /* for its driver */
	DEVICE_BOUND,
	DEVICE_FAILED, /* its probe function failed; it is not called again */
	DEVICE_ABSENT, /* its driver found nothing that it could handle (-ENODEV) */
};

/**
 * struct device - what every device has
 * @name: see dev_name()
 * @of_node: its node in the tree; NULL for one that was made by hand
 * @driver: the driver for devices of its kind; NULL: there is none
 * @match: the entry of the driver's table that matches
 * @state: of device and driver
 * @waits_for: what was missing when the probe function returned -EPROBE_DEFER
 * @driver_data: the driver's own
 * @devres: what it holds, the newest first
 */
struct device {
	const char *name;
	const struct device_node *of_node;
	const struct device_driver *driver;
	const struct of_device_id *match;
	enum device_state state;
	const char *waits_for;
	void *driver_data;
	struct devres *devres;
};

static inline const char *dev_name(const struct device *dev)
{
	return dev->name;
}

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

/** device_get_match_data() - @data of the of_device_id that fits the device */
static inline const void *device_get_match_data(const struct device *dev)
{
	return dev->match ? dev->match->data : NULL;
}

/* Log lines that begin with the device's name. */
#define dev_printk_(level, dev, fmt, ...) printk(level, "%s: " fmt, dev_name(dev), ##__VA_ARGS__)
#define dev_err(dev, ...)		  dev_printk_(LOG_ERR, dev, __VA_ARGS__)
#define dev_warn(dev, ...)		  dev_printk_(LOG_WARN, dev, __VA_ARGS__)
#define dev_info(dev, ...)		  dev_printk_(LOG_INFO, dev, __VA_ARGS__)

/**
 * dev_err_probe() - print why a probe function fails
 * @dev: the device
 * @err: the error
 * @what: the reason, a string that stays
 *
 * For -EPROBE_DEFER nothing is printed: the probe will be repeated. @what is stored, and printed if
 * it never succeeds.
 * Return: @err.
 */
int dev_err_probe(struct device *dev, int err, const char *what);

/** device_release_driver() - remove the driver from a device; ignored if it has none */
void device_release_driver(struct device *dev);

/**
 * devm_add_action() - call a function when the driver is removed
 * @dev: the device
 * @action: the function
 * @data: its argument
 * Return: 0 or -ENOMEM.
 */
int devm_add_action(struct device *dev, void (*action)(void *data), void *data);

/** devm_add_action_or_reset() - the same; without memory the function is called at once */
int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data);

/**
 * devm_release_action() - call a function of devm_add_action() now, and remove it from the list
 * @dev: the device
 * @action: the function
 * @data: its argument; of several equal entries, the newest is used
 * Return: 0, or -ENOENT if there is no such entry.
 */
int devm_release_action(struct device *dev, void (*action)(void *data), void *data);

/** devres_release_all() - release all that the device holds, the newest first */
void devres_release_all(struct device *dev);

/** devm_kzalloc() - zeroed memory that lives as long as the driver is bound, or NULL */
void *devm_kzalloc(struct device *dev, size_t size);

/** devm_kasprintf() - the same for a formatted string */
char *devm_kasprintf(struct device *dev, const char *fmt, ...) __printf(2, 3);

/**
 * devm_request_irq() - register an interrupt handler, see request_irq()
 * @dev: the device
 * @irq: from platform_get_irq()
 * @handler: the function
 * @name: for listings; must stay
 * @data: argument of the handler
 * Return: 0; -ENOMEM; else as request_irq().
 */
int devm_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler, const char *name,
		     void *data);

/**
 * devm_request_region() - request I/O ports
 * devm_request_mem_region() - request device registers
 * @dev: the device
 * @start: the first port, physical address of the first byte
 * @n: how many ports or bytes
 * @name: of the new owner; must stay as long as the region
 * Return: the region, or NULL after a warning that names the holder, or without memory.
 */
#define devm_request_region(dev, start, n, name) \
	__devm_request_region(dev, &ioport_resource, start, n, name)
#define devm_request_mem_region(dev, start, n, name) \
	__devm_request_region(dev, &iomem_resource, start, n, name)
struct resource *__devm_request_region(struct device *dev, struct resource *parent,
				       phys_addr_t start, phys_addr_t n, const char *name);

/**
 * devm_ioremap() - map device registers, see ioremap()
 * @dev: the device
 * @phys: physical address
 * @size: bytes
 * Return: the mapping or NULL, never an error pointer.
 */
void __iomem *devm_ioremap(struct device *dev, phys_addr_t phys, size_t size);
void __iomem *devm_ioremap_wc(struct device *dev, phys_addr_t phys, size_t size);
void __iomem *devm_ioremap_np(struct device *dev, phys_addr_t phys, size_t size);

/**
 * devm_iounmap() - unmap before the driver is removed
 *
 * A mapping that does not belong to the device is unmapped, too, with a warning.
 */
void devm_iounmap(struct device *dev, void __iomem *addr);

/**
 * devm_ioremap_resource() - request and map device registers
 * @dev: the device
 * @res: from platform_get_resource(); NULL gives -EINVAL, so the caller need not check
 *
 * A resource with IORESOURCE_MEM_NONPOSTED is mapped with ioremap_np().
 * Return: the mapping; after a message, IOMEM_ERR_PTR() of -EINVAL if it is not a memory resource,
 * -EBUSY if it has an owner, or -ENOMEM.
 */
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res);
void __iomem *devm_ioremap_resource_wc(struct device *dev, const struct resource *res);

#endif
