// SPDX-License-Identifier: MIT
/*
 * Driver of QEMU's device for teaching (-device edu). It computes factorials, and interrupts when one is
 * ready. The registers are described in QEMU's docs/specs/edu. The probe function shows each step of
 * a PCI driver: enable, map, check, request the interrupt, use it.
 */
#include <bootmap/io.h>
#include <drivers/iopoll.h>
#include <drivers/pci.h>

#define EDU_ID	       0x00
#define EDU_LIVENESS   0x04 /* reads as the inverse of what was written */
#define EDU_FACTORIAL  0x08
#define EDU_STATUS     0x20
#define EDU_IRQ_STATUS 0x24
#define EDU_IRQ_ACK    0x64

#define ID_EDU	    0xed /* below the version */
#define ID_MASK	    0xffff
#define STATUS_BUSY BIT(0)
#define STATUS_IRQ  BIT(7) /* interrupt when the factorial is ready */

#define PATTERN 0xb0074a9U
#define NUMBER	10

#define TIMEOUT_US 500000

struct edu {
	void __iomem *base;
	u32 interrupts; /* the reasons that have arrived */
};

static irqreturn_t edu_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct edu *edu = data;
	u32 reasons = readl(edu->base + EDU_IRQ_STATUS);

	if (!reasons)
		return IRQ_NONE;
	writel(reasons, edu->base + EDU_IRQ_ACK);
	WRITE_ONCE(edu->interrupts, edu->interrupts | reasons);
	return IRQ_HANDLED;
}

/* Without an interrupt, the status register says when the result is ready. */
static int compute(struct pci_dev *dev, struct edu *edu, bool by_interrupt)
{
	u32 value;

	writel(by_interrupt ? STATUS_IRQ : 0, edu->base + EDU_STATUS);
	writel(NUMBER, edu->base + EDU_FACTORIAL);
	if (by_interrupt && read_poll_timeout_atomic(READ_ONCE, value, value, 1, TIMEOUT_US, false,
						     edu->interrupts)) {
		dev_warn(&dev->pdev.dev, "its interrupt does not arrive: polled");
		by_interrupt = false;
		writel(0, edu->base + EDU_STATUS);
	}
	if (readl_poll_timeout_atomic(edu->base + EDU_STATUS, value, !(value & STATUS_BUSY), 1,
				      TIMEOUT_US))
		return dev_err_probe(&dev->pdev.dev, -ETIMEDOUT, "its factorial is never ready");
	dev_info(&dev->pdev.dev, "%u! = %u, %s", NUMBER, readl(edu->base + EDU_FACTORIAL),
		 by_interrupt ? "by interrupt" : "polled");
	return 0;
}

static int edu_probe(struct pci_dev *dev)
{
	struct device *device = &dev->pdev.dev;
	struct edu *edu = devm_kzalloc(device, sizeof(*edu));
	int err = edu ? pci_enable(dev) : -ENOMEM, irq;

	if (err)
		return err;
	edu->base = pci_ioremap_bar(dev, 0);
	if (IOMEM_IS_ERR(edu->base))
		return IOMEM_PTR_ERR(edu->base);
	if ((readl(edu->base + EDU_ID) & ID_MASK) != ID_EDU)
		return dev_err_probe(device, -EIO, "its registers are not those of an edu");
	writel(PATTERN, edu->base + EDU_LIVENESS);
	if (readl(edu->base + EDU_LIVENESS) != ~PATTERN)
		return dev_err_probe(device, -EIO, "it does not invert what it is given");
	irq = platform_get_irq_optional(&dev->pdev, 0);
	if (irq == -EPROBE_DEFER)
		return irq;
	return compute(dev, edu,
		       irq > 0 && !devm_request_irq(device, irq, edu_interrupt, "edu", edu));
}

static const struct pci_device_id edu_ids[] = { { 0x1234, 0x11e8 }, { 0 } };

static const struct pci_driver edu_driver = {
	.platform = PCI_DRIVER("edu"),
	.id_table = edu_ids,
	.probe = edu_probe,
};
module_pci_driver(edu_driver);
