// SPDX-License-Identifier: MIT
/*
 * Driver of a PCI host bridge that firmware has set up (Devicetree binding host-generic-pci). It
 * has an ECAM, windows to memory, and a window through which I/O ports are accessed.
 */
#include <bootmap/io.h>
#include <drivers/ioport.h>
#include <drivers/of.h>
#include <drivers/pci_host.h>
#include <drivers/platform_device.h>

/*
 * AArch64 has no instructions for I/O ports: inb(), outb() and their relatives access this window of
 * the bridge. NULL while there is none.
 */
void __iomem *pci_iobase;

/* The first cell of a PCI address gives the address space of the other two. */
#define SPACE(cell) ((cell) >> 24 & 3)
#define SPACE_IO    1
#define SPACE_MEM   2 /* 3: the same, above 4 GiB */

static void forget_ports(void *unused __attribute__((unused)))
{
	pci_iobase = NULL;
}

/* Mapped so that a write to a port completes before the next access, as on a PC. */
static int map_ports(struct pci_host *host, u64 port, phys_addr_t phys, u64 size)
{
	struct device *dev = host->dev;
	void __iomem *base;

	if (!devm_request_mem_region(dev, phys, size, "PCI I/O"))
		return -EBUSY;
	base = devm_ioremap_np(dev, phys, size);
	if (!base)
		return -ENOMEM;
	if (pci_add_window(host, IORESOURCE_IO, port, size, port))
		return -EBUSY;
	pci_iobase = base - port;
	return devm_add_action_or_reset(dev, forget_ports, NULL);
}

/* One window to ports is used; more of them would need other numbers for the ports. */
static void add_windows(struct pci_host *host)
{
	const struct device_node *node = host->dev->of_node;
	struct of_range range;

	for (unsigned int i = 0; !of_get_range(node, i, &range); i++) {
		bool io = SPACE(range.space) == SPACE_IO;

		if (of_translate_address(node->parent, &range.parent))
			dev_warn(host->dev, "window %u of its ranges is out of reach", i);
		else if (io && !pci_iobase)
			map_ports(host, range.child, range.parent, range.size);
		else if (!io && SPACE(range.space) >= SPACE_MEM)
			pci_add_window(host, IORESOURCE_MEM, range.parent, range.size, range.child);
	}
	if (!pci_iobase)
		dev_warn(host->dev, "its I/O ports are not in reach");
}

static int get_irq(const struct pci_dev *dev, u8 devfn, u8 pin)
{
	const struct pci_host *host = dev->bus->host;

	return of_irq_get_pci(host->dev->of_node, host->root.number, devfn, pin);
}

static int ecam_probe(struct platform_device *pdev)
{
	const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, 0);
	struct pci_host *host = devm_kzalloc(&pdev->dev, sizeof(*host));
	u32 first_bus = 0;

	if (!host)
		return -ENOMEM;
	host->dev = &pdev->dev;
	host->read = pci_ecam_read;
	host->write = pci_ecam_write;
	host->get_irq = get_irq;
	host->ecam = devm_ioremap_resource(&pdev->dev, res);
	if (IOMEM_IS_ERR(host->ecam))
		return IOMEM_PTR_ERR(host->ecam);
	if (resource_size(res) < PCI_ECAM_OFFSET(1, 0))
		return dev_err_probe(&pdev->dev, -EINVAL, "its reg has no room for one bus");
	of_get_cell(pdev->dev.of_node, "bus-range", 0, &first_bus);
	host->root.number = first_bus;
	host->root.last = first_bus + (resource_size(res) >> PCI_ECAM_BUS_SHIFT) - 1;
	add_windows(host);
	pci_scan(host);
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
