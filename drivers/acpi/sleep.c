// SPDX-License-Identifier: MIT
/*
 * Switches the machine off by entering the sleep state S5 (ACPI Specification 6.5: 4.8.3.2, 4.8.3.7,
 * 5.2.9, 7.4.2). The value to write is in the byte code of the DSDT; this file looks for it without
 * an interpreter. machine_off() in kernel/power.c calls the handlers that are registered here.
 */
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <drivers/acpi.h>
#include <string.h>

#include <asm/processor.h>

#define PM1_SLP_TYP(type)   ((type) << 10)
#define PM1_SLP_EN	    BIT(13)
#define SLEEP_SLP_TYP(type) ((type) << 2)
#define SLEEP_SLP_EN	    BIT(5)

/* A second's worth of reads, where each takes its microsecond. */
#define POLL_LIMIT 1000000

/* Byte code: Name (\_S5, Package () { … }) */
#define AML_PACKAGE	0x12
#define AML_BYTE_PREFIX 0x0a

/* Values from the byte code for the two PM1 blocks; the sleep control register takes the first. */
static struct sleep_types {
	u8 a, b;
} types;

/*
 * The power goes off shortly after the write. If the hardware has two blocks, both are written. The
 * pause in the loop matters to an emulator that counts instructions: QEMU's main loop, which switches
 * off, waits until the CPU gives way.
 */
static void off_by_pm1(struct power_handler *handler __attribute__((unused)))
{
	void __iomem *a = acpi_map_register(&acpi_fadt.pm1a_control, sizeof(u16));
	void __iomem *b = acpi_map_register(&acpi_fadt.pm1b_control, sizeof(u16));

	if (!a)
		return;
	iowrite16(PM1_SLP_TYP(types.a) | PM1_SLP_EN, a);
	if (b)
		iowrite16(PM1_SLP_TYP(types.b) | PM1_SLP_EN, b);
	for (int polls = 0; polls < POLL_LIMIT; polls++) {
		ioread16(a);
		cpu_relax();
	}
	pr_warn("acpi: the PM1 control register does not switch off");
}

static void off_by_sleep_control(struct power_handler *handler __attribute__((unused)))
{
	void __iomem *reg = acpi_map_register(&acpi_fadt.sleep_control, sizeof(u8));

	if (!reg)
		return;
	iowrite8(SLEEP_SLP_TYP(types.a) | SLEEP_SLP_EN, reg);
	for (int polls = 0; polls < POLL_LIMIT; polls++) {
		ioread8(reg);
		cpu_relax();
	}
	pr_warn("acpi: the sleep control register does not switch off");
}

/*
 * Decodes one element of a package: the opcode of 0 or 1, or the prefix of a byte. Return: the
 * position after it; NULL if it reaches the end.
 */
static const u8 __init *read_number(const u8 *aml, const u8 *end, u8 *number)
{
	if (aml && aml < end && *aml == AML_BYTE_PREFIX)
		aml++;
	if (!aml || aml >= end)
		return NULL;
	*number = *aml & 7;
	return aml + 1;
}

/*
 * Decodes the first two numbers of the package after the name. A package has one to four bytes with
 * its length, one byte with the number of elements, and the elements. On a machine without a second
 * PM1 block the second number may be missing.
 */
static bool __init read_package(struct sleep_types *found, const u8 *aml, const u8 *end)
{
	if (end - aml < 2 || aml[0] != AML_PACKAGE)
		return false;
	aml = read_number(aml + 1 + 1 + (aml[1] >> 6) + 1, end, &found->a);
	read_number(aml, end, &found->b);
	return aml;
}

/* No interpreter is needed: the name is in the byte code as plain text. */
static bool __init find_s5(struct sleep_types *found, const u8 *aml, u32 length)
{
	const u8 *end = aml + length;

	for (; end - aml > 4; aml++) {
		aml = memchr(aml, '_', end - aml - 4);
		if (!aml)
			return false;
		if (!memcmp(aml, "_S5_", 4) && read_package(found, aml + 4, end))
			return true;
	}
	return false;
}

static bool __init find_s5_in(struct sleep_types *found, phys_addr_t dsdt)
{
	struct {
		char signature[4];
		u32 length;
	} header;
	u32 mapped;
	bool ok;
	u8 *aml;

	if (!dsdt || copy_from_early_mem(&header, dsdt, sizeof(header)) ||
	    memcmp(header.signature, "DSDT", sizeof(header.signature)))
		return false;
	/* Only as much as one slot maps. In the tables seen so far the sleep states come early. */
	mapped = NR_FIX_BTMAPS * PAGE_SIZE - (dsdt & ~PAGE_MASK);
	mapped = header.length < mapped ? header.length : mapped;
	aml = early_memremap_ro(dsdt, mapped);
	if (!aml)
		return false;
	ok = find_s5(found, aml, mapped);
	early_memunmap(aml, mapped);
	return ok;
}

void __init acpi_sleep_init(void)
{
	static struct power_handler pm1 = { .act = off_by_pm1 };
	static struct power_handler control = { .act = off_by_sleep_control };
	bool reduced = acpi_fadt.flags & FADT_HW_REDUCED;

	if (!acpi_fadt.dsdt && !acpi_fadt.x_dsdt)
		return;
	if (!find_s5_in(&types, acpi_fadt.x_dsdt) && !find_s5_in(&types, acpi_fadt.dsdt))
		pr_warn("acpi: the DSDT does not say how to switch off");
	else if (!reduced && acpi_fadt.pm1a_control.address)
		register_power_off(&pm1);
	else if (acpi_fadt.sleep_control.address)
		register_power_off(&control);
	else
		pr_warn("acpi: the fixed table has no register that switches off");
}
