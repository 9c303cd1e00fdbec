// SPDX-License-Identifier: MIT
/*
 * High precision event timers (Intel, IA-PC HPET Specification 1.0a, chapter 2.3), early in boot: the
 * timer block is mapped with early_ioremap(), described, started, and checked. boot/x86_64/machine.c
 * calls this; the driver proper is hpet.c.
 */
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <drivers/acpi.h>
#include <drivers/hpet.h>
#include <drivers/platform_device.h>

/* Of the registers, in ACPI's table: whether they are memory or ports, and where. */
#define TABLE_SPACE   40
#define TABLE_ADDRESS 44
#define SPACE_MEMORY  0

#define CAP_TIMERS GENMASK(12, 8) /* number of timers, less one */
#define CAP_VENDOR GENMASK(31, 16)
#define MAX_PERIOD 100000000 /* limit of the specification */

#define FEMTOSECONDS_PER_MICROSECOND 1000000000UL

/* A counter of 10 MHz or more advances within as many reads. */
#define READS 1000

static bool __init counts(void __iomem *base)
{
	bool advanced = false;

	writeq(readq(base + HPET_CONFIG) | HPET_CFG_ENABLE, base + HPET_CONFIG);
	hpet_first_look = hpet_look(base);
	for (int i = 0; i < READS && !advanced; i++)
		advanced = readq(base + HPET_COUNTER) != hpet_first_look.hpet;
	return advanced;
}

/* Its address, if it can be used. */
static phys_addr_t address;

static void __init report(phys_addr_t phys, void __iomem *base)
{
	u64 cap = readq(base + HPET_CAP), period = FIELD_GET(HPET_CAP_PERIOD, cap);

	if (!period || period > MAX_PERIOD) {
		pr_warn("hpet: there is none at 0x%lx", phys);
		return;
	}
	pr_info("hpet: at 0x%lx, vendor 0x%04lx, %lu timers, %lu kHz", phys,
		FIELD_GET(CAP_VENDOR, cap), FIELD_GET(CAP_TIMERS, cap) + 1,
		1000 * FEMTOSECONDS_PER_MICROSECOND / period);
	if (!counts(base)) {
		pr_warn("hpet: its counter does not count: not used");
		return;
	}
	pr_info("hpet: its counter counts");
	address = phys;
}

void __init hpet_early_report(void)
{
	struct acpi_table table = acpi_find_table("HPET");
	void __iomem *base;
	u64 phys;
	u8 space;

	if (!table.phys || !acpi_read(&phys, &table, TABLE_ADDRESS, sizeof(phys))) {
		pr_info("hpet: ACPI names none");
		return;
	}
	if (!acpi_read(&space, &table, TABLE_SPACE, sizeof(space)) || space != SPACE_MEMORY ||
	    phys % HPET_SIZE) {
		pr_warn("hpet: ACPI's table names no place where one could be: 0x%lx", phys);
		return;
	}
	base = early_ioremap(phys, HPET_SIZE);
	if (!base)
		return;
	show_mapping("early_ioremap", "HPET", (unsigned long)(__force void *)base, HPET_SIZE);
	report(phys, base);
	early_iounmap(base, HPET_SIZE);
}

void __init hpet_add_device(void)
{
	const struct resource registers = DEFINE_RES_MEM_NAMED(address, HPET_SIZE, NULL);

	if (address)
		platform_device_register_simple("hpet", &registers, 1);
}
