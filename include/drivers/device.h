/* SPDX-License-Identifier: MIT */
/*
 * DOC: devices, and what they hold
 *
 * A device is something that the device tree describes; a driver knows how to handle one
 * kind of it. What a driver acquires through a devm_ function belongs to its device, and is
 * given back, last one first, when probe fails or the driver lets go. So the way out of an
 * error is a return statement.
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
 * @of_match_table: the kinds of devices that it handles; NULL: those of its own name alone
 */
struct device_driver {
	const char *name;
	const struct of_device_id *of_match_table;
};

enum device_state {
	DEVICE_WAITING, /* for its driver */
	DEVICE_BOUND,
	DEVICE_FAILED, /* its driver could not handle it; it is not asked again */
	DEVICE_ABSENT, /* its driver found nothing that it could handle (-ENODEV) */
};

/**
 * struct device - what every device has
 * @name: see dev_name()
 * @of_node: its node in the tree; NULL for one that was made by hand
 * @driver: the driver for devices of its kind; NULL: there is none
 * @match: the entry of the driver's table that fits
 * @state: of the two
 * @waits_for: what it lacked when its driver said -EPROBE_DEFER
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
 * dev_err_probe() - say why a probe fails
 * @dev: the device
 * @err: the error
 * @what: the reason, a string that stays
 *
 * A probe that is to be repeated (-EPROBE_DEFER) says nothing yet: @what is kept for
 * the case that its time never comes.
 * Return: @err.
 */
int dev_err_probe(struct device *dev, int err, const char *what);

/** device_release_driver() - the driver lets its device go; ignored if it has none */
void device_release_driver(struct device *dev);

/**
 * devm_add_action() - have something done when the driver lets go
 * @dev: the device
 * @action: what
 * @data: what it is called with
 * Return: 0 or -ENOMEM.
 */
int devm_add_action(struct device *dev, void (*action)(void *data), void *data);

/** devm_add_action_or_reset() - the same; what cannot be noted is done at once */
int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data);

/**
 * devm_release_action() - do now what devm_add_action() noted, and forget it
 * @dev: the device
 * @action: what was noted
 * @data: for whom; of several, the newest
 * Return: 0, or -ENOENT if that was not noted: nothing is done.
 */
int devm_release_action(struct device *dev, void (*action)(void *data), void *data);

/** devres_release_all() - give back all that the device holds, the newest first */
void devres_release_all(struct device *dev);

/** devm_kzalloc() - zeroed memory that lives as long as the driver is bound, or NULL */
void *devm_kzalloc(struct device *dev, size_t size);

/** devm_kasprintf() - the same for a formatted string */
char *devm_kasprintf(struct device *dev, const char *fmt, ...) __printf(2, 3);

/**
 * devm_request_irq() - have a function called for an interrupt, see request_irq()
 * @dev: the device
 * @irq: from platform_get_irq()
 * @handler: the function
 * @name: for listings; must stay
 * @data: what the function is called with
 * Return: 0; -ENOMEM; else as request_irq().
 */
int devm_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler, const char *name,
		     void *data);

/**
 * devm_request_region() - claim I/O ports
 * devm_request_mem_region() - claim device registers
 * @dev: the device
 * @start: the first port, physical address of the first byte
 * @n: how many ports or bytes
 * @name: who claims them; must live as long as the claim
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
 * devm_iounmap() - unmap before the driver lets go
 *
 * What the device did not map is unmapped, too, but with a warning.
 */
void devm_iounmap(struct device *dev, void __iomem *addr);

/**
 * devm_ioremap_resource() - claim and map device registers
 * @dev: the device
 * @res: from platform_get_resource(); NULL is answered with -EINVAL, so that nobody need check
 *
 * Said to be IORESOURCE_MEM_NONPOSTED, it is mapped so.
 * Return: the mapping; after one line that says why, IOMEM_ERR_PTR() of -EINVAL for what is no
 * memory resource, -EBUSY for one that is taken, -ENOMEM.
 */
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *res);
void __iomem *devm_ioremap_resource_wc(struct device *dev, const struct resource *res);

#endif
