// SPDX-License-Identifier: MIT
/* What drivers of PCI devices call: see <drivers/pci.h>. */
#include <bootmap/ioremap.h>
#include <drivers/pci_host.h>

int pci_call_probe(struct platform_device *pdev)
{
	const struct pci_driver *driver =
		container_of(pdev->dev.driver, struct pci_driver, platform.driver);

	return driver->probe(to_pci_dev(pdev));
}

int pci_enable(struct pci_dev *dev)
{
	u16 command = pci_read16(dev, PCI_COMMAND);

	if (dev->unfit)
		return dev_err_probe(&dev->pdev.dev, -ENXIO, "a BAR has no address");
	for (unsigned int i = 0; i < PCI_NUM_RESOURCES; i++)
		if (dev->resource[i].flags)
			command |= resource_type(&dev->resource[i]) == IORESOURCE_IO ?
					   PCI_COMMAND_IO :
					   PCI_COMMAND_MEMORY;
	if (dev->behind)
		command |= PCI_COMMAND_MASTER; /* for accesses by the devices behind it */
	pci_write16(dev, PCI_COMMAND, command);
	return 0;
}

static void __iomem *map_bar(struct pci_dev *dev, unsigned int bar,
			     void __iomem *(*map)(struct device *, phys_addr_t, size_t))
{
	const struct resource *res = &dev->resource[bar];
	struct device *device = &dev->pdev.dev;
	void __iomem *base;

	if (bar >= PCI_BARS || !res->parent || resource_type(res) != IORESOURCE_MEM) {
		dev_err(device, "BAR %u is not memory with an address", bar);
		return IOMEM_ERR_PTR(-EINVAL);
	}
	if (!devm_request_mem_region(device, res->start, resource_size(res), device->driver->name))
		return IOMEM_ERR_PTR(-EBUSY);
	base = map(device, res->start, resource_size(res));
	return base ? base : IOMEM_ERR_PTR(-ENOMEM);
}

void __iomem *pci_ioremap_bar(struct pci_dev *dev, unsigned int bar)
{
	return map_bar(dev, bar, devm_ioremap);
}

void __iomem *pci_ioremap_wc_bar(struct pci_dev *dev, unsigned int bar)
{
	return map_bar(dev, bar, devm_ioremap_wc);
}

/*
 * A bridge connects the pins of the devices behind it to its own four, in an order that depends on the
 * device's number, so that devices share less (PCI-to-PCI Bridge Architecture Specification 1.2,
 * 9.1).
 */
int pci_get_irq(const struct platform_device *pdev, unsigned int index)
{
	const struct pci_dev *dev = to_pci_dev(pdev), *at = dev;
	u8 pin = dev->pin;
	int irq;

	if (index || !pin || pin > 4)
		return -ENXIO;
	for (; at->bus->bridge; at = at->bus->bridge)
		pin = (pin - 1 + PCI_SLOT(at->devfn)) % 4 + 1;
	irq = dev->bus->host->get_irq(dev, at->devfn, pin);
	if (irq > 0)
		pci_write16(dev, PCI_COMMAND,
			    pci_read16(dev, PCI_COMMAND) & ~PCI_COMMAND_INTX_DISABLE);
	return irq;
}
