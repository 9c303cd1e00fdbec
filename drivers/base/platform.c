// SPDX-License-Identifier: MIT
/*
 * The platform bus: a list of devices, and a list of drivers that the linker collects. Boot adds
 * the devices and calls platform_probe_devices(), which calls the probe function of each device's
 * driver. Drivers use the other functions here to find their registers and interrupts.
 */
#include <bootmap/bug.h>
#include <bootmap/pgtable.h>
#include <bootmap/slab.h>
#include <bootmap/traps.h>
#include <drivers/platform_device.h>
#include <string.h>

static TAILQ_HEAD(device_list, platform_device) devices = TAILQ_HEAD_INITIALIZER(devices);

static const struct platform_driver *driver_of(const struct device *dev)
{
	return container_of(dev->driver, struct platform_driver, driver);
}

void platform_device_add(struct platform_device *pdev)
{
	TAILQ_INSERT_TAIL(&devices, pdev, link);
}

void platform_device_del(struct platform_device *pdev)
{
	device_release_driver(&pdev->dev);
	TAILQ_REMOVE(&devices, pdev, link);
}

/* The interrupt of a device without a device tree: a line of the machine's interrupt controller. */
static int get_irq_of_resource(const struct platform_device *pdev, unsigned int index)
{
	const struct resource *res = platform_get_resource(pdev, IORESOURCE_IRQ, index);
	u32 line;

	if (!res)
		return -ENXIO;
	line = res->start;
	return irq_create_of_mapping(NULL, &line, 1);
}

struct platform_device *
platform_device_register_simple(const char *name, const struct resource *res, unsigned int count)
{
	struct platform_device *pdev = kzalloc(sizeof(*pdev) + count * sizeof(*res));

	if (!pdev) {
		pr_warn("%s: left out: no memory for it", name);
		return NULL;
	}
	pdev->dev.name = name;
	pdev->resource = memcpy(pdev + 1, res, count * sizeof(*res));
	pdev->num_resources = count;
	pdev->get_irq = get_irq_of_resource;
	for_each_platform_driver(driver)
		if (!strcmp((*driver)->driver.name, name))
			pdev->dev.driver = &(*driver)->driver;
	platform_device_add(pdev);
	return pdev;
}

struct platform_device *platform_device_next(const struct platform_device *pdev)
{
	return pdev ? TAILQ_NEXT(pdev, link) : TAILQ_FIRST(&devices);
}

/* Ends the binding of device and driver. */
static void unbind(struct device *dev, enum device_state state)
{
	devres_release_all(dev);
	dev->driver_data = NULL;
	dev->state = state;
}

/* The device's resource in which a fault occurred; NULL if it occurred elsewhere. */
static const struct resource *register_of(const struct platform_device *pdev, unsigned long address,
					  phys_addr_t *phys)
{
	struct pgtable_walk walk;

	pgtable_walk(address, &walk);
	*phys = walk.phys;
	for (unsigned int i = 0; i < pdev->num_resources; i++)
		if (resource_type(&pdev->resource[i]) == IORESOURCE_MEM &&
		    walk.phys >= pdev->resource[i].start && walk.phys <= pdev->resource[i].end)
			return &pdev->resource[i];
	return NULL;
}

/*
 * Firmware may describe a device that does not exist. A bus can answer such an access with an
 * abort. The probe function then ends at that access, and what it has acquired is released. (If the
 * bus answers with an SError, which arrives later, the kernel cannot continue.)
 */
static int try_probe(struct platform_device *pdev)
{
	volatile int err = -ENODEV; /* volatile: it outlives a longjmp() */
	struct trap trap;
	phys_addr_t phys;
	enum trap_kind kind;

	trap.address = 0;
	kind = CATCH_TRAP(&trap, err = driver_of(&pdev->dev)->probe(pdev));

	if (kind == TRAP_NONE)
		return err;
	if ((kind != TRAP_READ && kind != TRAP_WRITE) || !register_of(pdev, trap.address, &phys))
		panic("%s: its driver %s caused a fault at 0x%lx", dev_name(&pdev->dev),
		      pdev->dev.driver->name, trap.address);
	dev_warn(&pdev->dev, "no device answers at 0x%lx: left out", phys);
	return -ENODEV;
}

static bool probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	int err = try_probe(pdev);

	dev->state = DEVICE_BOUND;
	if (!err)
		return true;
	unbind(dev, err == -EPROBE_DEFER ? DEVICE_WAITING :
		    err == -ENODEV	 ? DEVICE_ABSENT :
					   DEVICE_FAILED);
	if (err != -EPROBE_DEFER && err != -ENODEV)
		dev_err(dev, "the probe of %s failed: error %d", dev->driver->name, err);
	return false;
}

static bool is_waiting(const struct device *dev)
{
	return dev->driver && dev->state == DEVICE_WAITING;
}

unsigned int platform_probe_devices(void)
{
	struct platform_device *pdev = NULL;
	unsigned int bound, waiting = 0;

	do {
		bound = 0;
		while ((pdev = platform_device_next(pdev)))
			if (is_waiting(&pdev->dev))
				bound += probe(pdev);
	} while (bound);
	while ((pdev = platform_device_next(pdev))) {
		if (!is_waiting(&pdev->dev))
			continue;
		waiting++;
		dev_warn(&pdev->dev, "not in use: it waits for %s",
			 pdev->dev.waits_for ? pdev->dev.waits_for : "another device");
	}
	return waiting;
}

void device_release_driver(struct device *dev)
{
	if (dev->state != DEVICE_BOUND)
		return;
	if (driver_of(dev)->remove)
		driver_of(dev)->remove(to_platform_device(dev));
	unbind(dev, DEVICE_WAITING);
}

int dev_err_probe(struct device *dev, int err, const char *what)
{
	if (err == -EPROBE_DEFER)
		dev->waits_for = what;
	else
		dev_err(dev, "%s: error %d", what, err);
	return err;
}

struct resource *platform_get_resource(const struct platform_device *pdev, unsigned long type,
				       unsigned int index)
{
	for (unsigned int i = 0; i < pdev->num_resources; i++)
		if (resource_type(&pdev->resource[i]) == type && !index--)
			return &pdev->resource[i];
	return NULL;
}

void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return devm_ioremap_resource(&pdev->dev,
				     platform_get_resource(pdev, IORESOURCE_MEM, index));
}

int devm_platform_request_ports(struct platform_device *pdev, const char *name, u16 *first)
{
	const struct resource *ports = platform_get_resource(pdev, IORESOURCE_IO, 0);

	if (!ports)
		return -ENXIO;
	*first = ports->start;
	for (unsigned int i = 1; ports; ports = platform_get_resource(pdev, IORESOURCE_IO, i++))
		if (!devm_request_region(&pdev->dev, ports->start, resource_size(ports),
					 ports->name ? ports->name : name))
			return -EBUSY;
	return 0;
}

int platform_get_irq_optional(struct platform_device *pdev, unsigned int index)
{
	int irq = pdev->get_irq ? pdev->get_irq(pdev, index) : -ENXIO;

	if (irq == -EPROBE_DEFER)
		pdev->dev.waits_for = "its interrupt controller";
	return irq;
}

int platform_get_irq(struct platform_device *pdev, unsigned int index)
{
	int irq = platform_get_irq_optional(pdev, index);

	if (irq == -ENXIO)
		dev_err(&pdev->dev, "firmware describes no interrupt %u", index);
	return irq;
}

static const char *state_name(const struct device *dev)
{
	static const char *const names[] = { "(waiting)", "", "(failed)", "(not there)" };

	return dev->driver ? names[dev->state] : "";
}

static bool alike(const struct device *a, const struct device *b)
{
	return a->driver == b->driver && a->state == b->state &&
	       !strcmp(dev_kind(dev_name(a)), dev_kind(dev_name(b)));
}

void show_devices(void)
{
	const struct platform_device *pdev = NULL, *first = NULL;
	unsigned int more = 0;

	pr_info("device                    driver");
	while ((pdev = platform_device_next(pdev))) {
		if (first && alike(&first->dev, &pdev->dev)) {
			more++;
			continue;
		}
		show_more_alike(more, 0);
		more = 0;
		first = pdev;
		pr_info("%-24s  %s %s", dev_name(&pdev->dev),
			pdev->dev.driver ? pdev->dev.driver->name : "-", state_name(&pdev->dev));
	}
	show_more_alike(more, 0);
}
