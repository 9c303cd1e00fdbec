// SPDX-License-Identifier: MIT
/*
 * Driver of register windows for virtio devices (OASIS virtio 1.2, 4.2). QEMU's virt machine has 32
 * windows, eight in each page, and most are empty. An empty window is requested, too, so that no
 * other driver can use its addresses.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/platform_device.h>

#define VIRTIO_MAGIC	 0x00
#define VIRTIO_VERSION	 0x04
#define VIRTIO_DEVICE_ID 0x08

#define MAGIC 0x74726976 /* "virt" */

static const char *const device_names[] = {
	[1] = "network card",  [2] = "block device", [3] = "console",	    [4] = "entropy source",
	[9] = "9P file share", [16] = "GPU",	     [18] = "input device",
};

static const char *device_name(u32 id)
{
	return id < ARRAY_SIZE(device_names) && device_names[id] ? device_names[id] : "device";
}

static int virtio_mmio_probe(struct platform_device *pdev)
{
	void __iomem *regs = devm_platform_ioremap_resource(pdev, 0);
	u32 id;

	if (IOMEM_IS_ERR(regs))
		return IOMEM_PTR_ERR(regs);
	if (readl(regs + VIRTIO_MAGIC) != MAGIC) {
		dev_warn(&pdev->dev, "no virtio window: its magic number is 0x%x",
			 readl(regs + VIRTIO_MAGIC));
		return -ENODEV;
	}
	id = readl(regs + VIRTIO_DEVICE_ID);
	if (id)
		dev_info(&pdev->dev, "virtio %s, id %u, version %u", device_name(id), id,
			 readl(regs + VIRTIO_VERSION));
	return 0;
}

static const struct of_device_id virtio_mmio_ids[] = {
	{ .compatible = "virtio,mmio" },
	{ 0 },
};

static const struct platform_driver virtio_mmio_driver = {
	.driver = { .name = "virtio-mmio", .of_match_table = virtio_mmio_ids },
	.probe = virtio_mmio_probe,
};
module_platform_driver(virtio_mmio_driver);
