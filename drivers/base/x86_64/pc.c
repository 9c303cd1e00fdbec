// SPDX-License-Identifier: MIT
/*
 * The devices of a PC: those that tables describe, and those that always were at the same ports, which
 * no table mentions. boot/x86_64/machine.c calls pc_add_devices() before drivers are bound.
 */
#include <bootmap/compiler.h>
#include <drivers/hpet.h>
#include <drivers/ioport.h>
#include <drivers/platform_device.h>

#include <drivers/acpi.h>
#include <drivers/apic.h>
#include <drivers/pc.h>

/* Ports without a driver, which are requested nevertheless. */
static const struct {
	u16 start, size;
	const char *name;
} standard_io_resources[] = {
	{ 0x00, 0x20, "dma1" },
	{ 0x80, 0x10, "dma page reg" },
	{ 0xc0, 0x20, "dma2" },
	{ 0xf0, 0x10, "fpu" },
};

static const struct resource pic[] = { DEFINE_RES_IO_NAMED(0x20, 2, "pic1"),
				       DEFINE_RES_IO_NAMED(0xa0, 2, "pic2") };
static const struct resource pit[] = { DEFINE_RES_IO_NAMED(0x40, 4, "timer0"),
				       DEFINE_RES_IO_NAMED(0x50, 4, "timer1"), DEFINE_RES_IRQ(0) };
static const struct resource com1[] = { DEFINE_RES_IO_NAMED(0x3f8, 8, "serial"),
					DEFINE_RES_IRQ(4) };
static const struct resource com2[] = { DEFINE_RES_IO_NAMED(0x2f8, 8, "serial"),
					DEFINE_RES_IRQ(3) };
static const struct resource keyboard[] = { DEFINE_RES_IO(0x60, 1), DEFINE_RES_IO(0x64, 1) };
static const struct resource rtc[] = { DEFINE_RES_IO(0x70, 8) };
static const struct resource pci[] = { DEFINE_RES_IO(CONF1_BASE, CONF1_PORTS) };

/* Under the names of their drivers. The probe functions check whether the device exists. */
static const struct {
	const char *name;
	const struct resource *resources;
	unsigned int count;
} devices[] = {
	{ "i8259", pic, ARRAY_SIZE(pic) },	     { "pit", pit, ARRAY_SIZE(pit) },
	{ "serial8250", com1, ARRAY_SIZE(com1) },    { "serial8250", com2, ARRAY_SIZE(com2) },
	{ "i8042", keyboard, ARRAY_SIZE(keyboard) }, { "rtc_cmos", rtc, ARRAY_SIZE(rtc) },
	{ "pci-conf1", pci, ARRAY_SIZE(pci) },
};

void __init pc_add_devices(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(standard_io_resources); i++)
		request_region(standard_io_resources[i].start, standard_io_resources[i].size,
			       standard_io_resources[i].name);
	hpet_add_device(); /* first: it tells the frequency of the counter, which timers need */
	apic_add_devices();
	acpi_button_add_device();
	for (unsigned int i = 0; i < ARRAY_SIZE(devices); i++)
		platform_device_register_simple(devices[i].name, devices[i].resources,
						devices[i].count);
}
