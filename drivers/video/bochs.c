// SPDX-License-Identifier: MIT
/*
 * Driver of QEMU's bochs-display, and of its standard VGA card, which has the same registers (QEMU's
 * docs/specs/standard-vga). BAR 0 is the frame buffer. BAR 2 has registers of 16 bits: those of VGA at
 * 0x400, those of the display interface that comes from the Bochs emulator at 0x500.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/framebuffer.h>
#include <drivers/pci.h>
#include <errno.h>

#define FRAME_BUFFER 0
#define REGISTERS    2

#define WIDTH  1024
#define HEIGHT 768

/* The VGA port 0x3c0: without this bit, a VGA card shows nothing. A bochs-display ignores it. */
#define VGA_ATTRIBUTE_INDEX 0x400
#define VGA_SHOW	    0x20

#define ID_BOCHS       0xb0c0 /* and a version in the low bits */
#define ID_MASK	       0xfff0
#define ENABLED_LINEAR 0x41

/* Indices of the display interface. */
enum { ID, XRES, YRES, BPP, ENABLE, BANK, VIRT_WIDTH, VIRT_HEIGHT, X_OFFSET, Y_OFFSET };

static void __iomem *dispi(void __iomem *registers, unsigned int index)
{
	return registers + 0x500 + 2 * index;
}

static void set_mode(void __iomem *registers)
{
	static const u16 mode[] = { [XRES] = WIDTH,	  [YRES] = HEIGHT,
				    [BPP] = 32,		  [ENABLE] = ENABLED_LINEAR,
				    [VIRT_WIDTH] = WIDTH, [VIRT_HEIGHT] = HEIGHT,
				    [Y_OFFSET] = 0 };

	writew_relaxed(0, dispi(registers, ENABLE));
	for (unsigned int i = XRES; i < ARRAY_SIZE(mode); i++)
		writew_relaxed(mode[i], dispi(registers, i));
	writeb_relaxed(VGA_SHOW, registers + VGA_ATTRIBUTE_INDEX);
}

static int bochs_probe(struct pci_dev *dev)
{
	struct device *device = &dev->pdev.dev;
	const struct resource *memory = &dev->resource[FRAME_BUFFER];
	struct framebuffer *fb = devm_kzalloc(device, sizeof(*fb));
	void __iomem *registers;
	int err = pci_enable(dev);

	if (err)
		return err;
	if (!fb)
		return -ENOMEM;
	registers = pci_ioremap_bar(dev, REGISTERS);
	if (IOMEM_IS_ERR(registers))
		return IOMEM_PTR_ERR(registers);
	if ((readw_relaxed(dispi(registers, ID)) & ID_MASK) != ID_BOCHS)
		return dev_err_probe(device, -ENODEV, "its registers are unknown");
	if (!devm_request_mem_region(device, memory->start, resource_size(memory), "bochs-display"))
		return -EBUSY;
	set_mode(registers);
	*fb = (struct framebuffer){
		.phys = memory->start,
		.size = resource_size(memory),
		.width = readw_relaxed(dispi(registers, XRES)),
		.height = readw_relaxed(dispi(registers, YRES)),
		.bytes_per_pixel = readw_relaxed(dispi(registers, BPP)) / 8,
	};
	fb->stride = readw_relaxed(dispi(registers, VIRT_WIDTH)) * fb->bytes_per_pixel;
	return framebuffer_register(device, fb);
}

static const struct pci_device_id bochs_ids[] = { { 0x1234, 0x1111 }, { 0 } };

static const struct pci_driver bochs_driver = {
	.platform = PCI_DRIVER("bochs-display"),
	.id_table = bochs_ids,
	.probe = bochs_probe,
};
module_pci_driver(bochs_driver);
