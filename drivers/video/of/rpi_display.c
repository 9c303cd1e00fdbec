// SPDX-License-Identifier: MIT
/*
 * Driver of a Raspberry Pi's display: the firmware allocates a frame buffer in the memory of the GPU, and
 * shows it. The device tree has the node of the GPU (Devicetree binding brcm,bcm-vc4), whose registers
 * are not used.
 */
#include <drivers/framebuffer.h>
#include <drivers/platform_device.h>
#include <drivers/rpi_firmware.h>
#include <errno.h>

#define WIDTH  1024
#define HEIGHT 768
#define DEPTH  32

static int rpi_display_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct rpi_framebuffer gpu = { .width = WIDTH, .height = HEIGHT, .depth = DEPTH };
	struct framebuffer *fb = devm_kzalloc(dev, sizeof(*fb));
	int err = rpi_framebuffer_allocate(&gpu);

	if (err == -ENODEV)
		return dev_err_probe(dev, -EPROBE_DEFER, "its mailbox");
	if (err)
		return dev_err_probe(dev, err, "the firmware gives no frame buffer");
	if (!fb)
		return -ENOMEM;
	if (!devm_request_mem_region(dev, gpu.phys, gpu.size, "frame buffer"))
		return -EBUSY;
	*fb = (struct framebuffer){ .phys = gpu.phys,
				    .size = gpu.size,
				    .width = gpu.width,
				    .height = gpu.height,
				    .stride = gpu.pitch,
				    .bytes_per_pixel = gpu.depth / 8 };
	return framebuffer_register(dev, fb);
}

static const struct of_device_id rpi_display_ids[] = {
	{ .compatible = "brcm,bcm2835-vc4" },
	{ 0 },
};

static const struct platform_driver rpi_display = {
	.driver = { .name = "rpi_display", .of_match_table = rpi_display_ids },
	.probe = rpi_display_probe,
};
module_platform_driver(rpi_display);
