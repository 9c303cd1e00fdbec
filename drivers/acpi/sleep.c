// SPDX-License-Identifier: MIT
/* Switching off (ACPI Specification 6.5: 4.8.3.2, 4.8.3.7, 5.2.9, 7.4.2). */
#include "fadt.h"

#include <bootmap/acpi.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <string.h>

#include <asm/acpi.h>

#define PM1_SLP_TYP(type)   ((type) << 10)
#define PM1_SLP_EN	    BIT(13)
#define SLEEP_SLP_TYP(type) ((type) << 2)
#define SLEEP_SLP_EN	    BIT(5)

/* A second's worth of reads, where each takes its microsecond. */
#define POLL_LIMIT 1000000

/* Byte code: Name (\_S5, Package () { … }) */
#define AML_PACKAGE	0x12
#define AML_BYTE_PREFIX 0x0a

static u16 pm1a_control;
static phys_addr_t sleep_control;
static u8 sleep_type;

/* The write starts it; power goes a moment later. */
static void off_by_pm1(struct power_handler *handler __attribute__((unused)))
{
	outw(PM1_SLP_TYP(sleep_type) | PM1_SLP_EN, pm1a_control);
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		inw(pm1a_control);
}

static void off_by_sleep_control(struct power_handler *handler __attribute__((unused)))
{
	void __iomem *reg = ioremap(sleep_control, 1);

	if (!reg)
		return;
	writeb(SLEEP_SLP_TYP(sleep_type) | SLEEP_SLP_EN, reg);
	for (int polls = 0; polls < POLL_LIMIT; polls++)
		readb(reg);
}

/*
 * The first number of the package behind the name: one byte that says how long the package
 * is (or the first of up to four), one that counts its elements, and a number.
 */
static int __init first_of_package(const u8 *aml, const u8 *end)
{
	if (end - aml < 8 || aml[0] != AML_PACKAGE)
		return -1;
	aml += 1 + 1 + (aml[1] >> 6) + 1;
	if (*aml == AML_BYTE_PREFIX)
		aml++;
	return *aml & 7;
}

/* Without an interpreter: the name stands in the byte code as it is. */
static int __init find_s5(const u8 *aml, u32 length)
{
	const u8 *end = aml + length;
	int type = -1;

	for (; end - aml > 4 && type < 0; aml++)
		if (!memcmp(aml, "_S5_", 4))
			type = first_of_package(aml + 4, end);
	return type;
}

static int __init sleep_type_of(const struct acpi_table *fadt)
{
	u32 dsdt32 = 0, length, mapped;
	u64 dsdt = 0;
	u8 *aml;
	int type;

	acpi_read(&dsdt, fadt, FADT_X_DSDT, sizeof(dsdt));
	acpi_read(&dsdt32, fadt, FADT_DSDT, sizeof(dsdt32));
	dsdt = dsdt ? dsdt : dsdt32;
	if (!dsdt || copy_from_early_mem(&length, dsdt + 4, sizeof(length)))
		return -1;
	/* As much as a slot shows; the sleep states come early in what we have met. */
	mapped = NR_FIX_BTMAPS * PAGE_SIZE - (dsdt & ~PAGE_MASK);
	mapped = length < mapped ? length : mapped;
	aml = early_memremap_ro(dsdt, mapped);
	type = aml ? find_s5(aml, mapped) : -1;
	if (aml)
		early_memunmap(aml, mapped);
	return type;
}

void __init acpi_sleep_init(void)
{
	static struct power_handler pm1 = { .act = off_by_pm1 };
	static struct power_handler control = { .act = off_by_sleep_control };
	struct acpi_table fadt = acpi_find_table("FACP");
	struct acpi_generic_address reg = { 0 };
	u32 pm1a = 0, flags = 0;
	int type;

	if (!fadt.phys)
		return;
	type = sleep_type_of(&fadt);
	if (type < 0) {
		pr_warn("acpi: the DSDT does not say how to switch off");
		return;
	}
	sleep_type = type;
	acpi_read(&flags, &fadt, FADT_FLAGS, sizeof(flags));
	acpi_read(&pm1a, &fadt, FADT_PM1A_CNT, sizeof(pm1a));
	acpi_read(&reg, &fadt, FADT_SLEEP_CONTROL, sizeof(reg));
	pm1a_control = pm1a;
	sleep_control = reg.address;
	if (!(flags & FADT_HW_REDUCED) && pm1a_control)
		register_power_off(&pm1);
	else if (reg.space == ACPI_SPACE_MEMORY && sleep_control)
		register_power_off(&control);
}
