// SPDX-License-Identifier: MIT
/*
 * What the firmware of a Raspberry Pi says about the board. It is asked through the mailbox, see
 * rpi_mailbox.c.
 */
#include <bootmap/compiler.h>
#include <drivers/platform_device.h>
#include <drivers/rpi_firmware.h>

#define HZ_PER_MHZ 1000000

/* Values without an answer stay 0. */
static void ask(struct device *dev, u32 tag, u32 *values, unsigned int count)
{
	int err = rpi_mailbox_property(tag, values, count);

	if (err)
		dev_warn(dev, "no answer to tag 0x%x: error %d", tag, err);
}

static int rpi_firmware_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	u32 revision[1] = { 0 }, memory[2] = { 0 }, clock[2] = { RPI_CLOCK_ARM };
	int err = rpi_mailbox_properties(revision, 0);

	if (err == -ENODEV)
		return dev_err_probe(dev, -EPROBE_DEFER, "its mailbox");
	if (err == -ETIMEDOUT)
		return -ENODEV; /* the mailbox has said why */
	ask(dev, RPI_GET_BOARD_REVISION, revision, ARRAY_SIZE(revision));
	ask(dev, RPI_GET_ARM_MEMORY, memory, ARRAY_SIZE(memory));
	ask(dev, RPI_GET_CLOCK_RATE, clock, ARRAY_SIZE(clock));
	dev_info(dev, "board revision 0x%x, CPU: %u MiB at 0x%x, %u MHz", revision[0],
		 memory[1] >> 20, memory[0], clock[1] / HZ_PER_MHZ);
	return 0;
}

static const struct of_device_id rpi_firmware_ids[] = {
	{ .compatible = "raspberrypi,bcm2835-firmware" },
	{ 0 },
};

static const struct platform_driver rpi_firmware = {
	.driver = { .name = "rpi_firmware", .of_match_table = rpi_firmware_ids },
	.probe = rpi_firmware_probe,
};
module_platform_driver(rpi_firmware);
