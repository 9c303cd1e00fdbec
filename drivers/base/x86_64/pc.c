// SPDX-License-Identifier: MIT
/* What a PC has always had, and still has without any table that says so. */
#include <bootmap/compiler.h>
#include <bootmap/ioport.h>
#include <bootmap/platform_device.h>

#include <asm/pc.h>

/* No driver: the ports are taken nevertheless. */
static const struct {
	u16 start, size;
	const char *name;
} standard_io_resources[] = {
	{ 0x00, 0x20, "dma1" },
	{ 0x80, 0x10, "dma page reg" },
	{ 0xc0, 0x20, "dma2" },
	{ 0xf0, 0x10, "fpu" },
};

static const struct resource keyboard[] = { DEFINE_RES_IO(0x60, 1), DEFINE_RES_IO(0x64, 1) };
static const struct resource rtc[] = { DEFINE_RES_IO(0x70, 8) };
static const struct resource pci[] = { DEFINE_RES_IO(0xcf8, 8) };

/* By the names of their drivers. */
static const struct {
	const char *name;
	const struct resource *resources;
	unsigned int count;
} devices[] = {
	{ "i8042", keyboard, ARRAY_SIZE(keyboard) },
	{ "rtc_cmos", rtc, ARRAY_SIZE(rtc) },
	{ "pci-conf1", pci, ARRAY_SIZE(pci) },
};

void __init pc_add_devices(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(standard_io_resources); i++)
		request_region(standard_io_resources[i].start, standard_io_resources[i].size,
			       standard_io_resources[i].name);
	for (unsigned int i = 0; i < ARRAY_SIZE(devices); i++)
		platform_device_register_simple(devices[i].name, devices[i].resources,
						devices[i].count);
}
