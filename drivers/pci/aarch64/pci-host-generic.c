// SPDX-License-Identifier: MIT
/*
 * Driver of a PCI host bridge that firmware has set up (Devicetree binding host-generic-pci). It
 * has an ECAM, and a window through which I/O ports are accessed.
 */
#include <bootmap/io.h>
#include <drivers/ioport.h>
#include <drivers/of.h>
#include <drivers/pci.h>
#include <drivers/platform_device.h>

/*
 * AArch64 has no instructions for I/O ports: inb(), outb() and their relatives access this window of
 * the bridge. NULL while there is none.
 */
void __iomem *pci_iobase;

/* The first cell of a PCI address gives the address space of the other two. */
#define SPACE(cell) ((cell) >> 24 & 3)
#define SPACE_IO    1

static void forget_window(void *window)
{
	pci_iobase = NULL;
	release_resource(window);
}

/* Mapped so that a write to a port completes before the next access, as on a PC. */
static int map_window(struct device *dev, u64 port, phys_addr_t phys, u64 size)
{
	struct resource *window = devm_kzalloc(dev, sizeof(*window));
	void __iomem *base;

	if (!window)
		return -ENOMEM;
	*window = (struct resource)DEFINE_RES_NAMED(port, size, dev_name(dev), IORESOURCE_IO);
	if (!devm_request_mem_region(dev, phys, size, "PCI I/O") ||
	    request_resource(&ioport_resource, window))
		return -EBUSY;
	base = devm_ioremap_np(dev, phys, size);
	if (!base) {
		release_resource(window);
		return -ENOMEM;
	}
	pci_iobase = base - port;
	return devm_add_action_or_reset(dev, forget_window, window);
}

static int map_io_window(struct device *dev)
{
	struct of_range range;

	for (unsigned int i = 0; !of_get_range(dev->of_node, i, &range); i++) {
		if (SPACE(range.space) != SPACE_IO)
			continue;
		if (of_translate_address(dev->of_node->parent, &range.parent))
			return -ENXIO;
		return map_window(dev, range.child, range.parent, range.size);
	}
	return -ENXIO;
}

static int ecam_probe(struct platform_device *pdev)
{
	const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, 0);
	struct pci_host host = { .read = pci_ecam_read };
	u32 first_bus;

	host.ecam = devm_ioremap_resource(&pdev->dev, res);
	if (IOMEM_IS_ERR(host.ecam))
		return IOMEM_PTR_ERR(host.ecam);
	if (resource_size(res) < PCI_ECAM_OFFSET(1, 0))
		return dev_err_probe(&pdev->dev, -EINVAL, "its reg has no room for one bus");
	if (of_get_cell(pdev->dev.of_node, "bus-range", 0, &first_bus))
		host.first_bus = first_bus;
	host.last_bus = host.first_bus + (resource_size(res) >> PCI_ECAM_BUS_SHIFT) - 1;
	if (map_io_window(&pdev->dev))
		dev_warn(&pdev->dev, "its I/O ports are not in reach");
	pci_list(&host);
	return 0;
}

static const struct of_device_id ecam_ids[] = {
	{ .compatible = "pci-host-ecam-generic" },
	{ 0 },
};

static const struct platform_driver ecam_driver = {
	.driver = { .name = "pci-host-generic", .of_match_table = ecam_ids },
	.probe = ecam_probe,
};
module_platform_driver(ecam_driver);
