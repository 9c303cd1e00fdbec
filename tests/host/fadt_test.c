// SPDX-License-Identifier: MIT
/* Tests of the FADT: each length and each kind of address. ASan detects reads beyond its end. */
#include "host.h"

#include <drivers/fadt.h>
#include <stdlib.h>
#include <string.h>

/* Lengths of the table in revisions 1, 2 and 5 of the specification. */
#define REVISION_1 116
#define REVISION_3 244
#define REVISION_5 268

static u8 table[REVISION_5];

static void put(size_t at, u64 value, size_t size)
{
	memcpy(table + at, &value, size);
}

static void put_register(size_t at, u8 space, u8 width, u64 address)
{
	table[at] = space;
	table[at + 1] = width;
	put(at + 4, address, 8);
}

/* As QEMU's q35 has it: ports alone. */
static void begin(void)
{
	memset(table, 0, sizeof(table));
	put(40, 0x7fe0040, 4);
	put(46, 9, 2);
	put(48, 0xb2, 4);
	table[52] = 2;
	put(56, 0x600, 4);
	put(64, 0x604, 4);
	table[88] = 4;
	put(112, FADT_RESET_REG_SUP, 4);
	put_register(116, ACPI_SPACE_IO, 8, 0xcf9);
	table[128] = 0xf;
}

/* Parses a copy that ends where the table ends. */
static struct fadt parse(size_t length)
{
	u8 *copy = malloc(length ? length : 1);
	struct fadt fadt;

	memcpy(copy, table, length);
	fadt_parse(&fadt, copy, length);
	free(copy);
	return fadt;
}

static void expect_register(struct test *t, const struct acpi_generic_address *reg, u8 space,
			    u64 address)
{
	EXPECT_EQ(t, reg->address, address);
	if (address)
		EXPECT_EQ(t, reg->space, space);
}

TEST(a_fadt_with_ports_alone)
{
	struct fadt fadt;

	begin();
	fadt = parse(REVISION_3);
	EXPECT_EQ(t, fadt.dsdt, 0x7fe0040);
	EXPECT_EQ(t, fadt.x_dsdt, 0);
	EXPECT_EQ(t, fadt.sci, 9);
	EXPECT_EQ(t, fadt.smi_command, 0xb2);
	EXPECT_EQ(t, fadt.acpi_enable, 2);
	EXPECT_EQ(t, fadt.reset_value, 0xf);
	EXPECT_EQ(t, fadt.pm1_event_size, 4);
	expect_register(t, &fadt.pm1a_event, ACPI_SPACE_IO, 0x600);
	expect_register(t, &fadt.pm1a_control, ACPI_SPACE_IO, 0x604);
	expect_register(t, &fadt.pm1b_control, ACPI_SPACE_IO, 0);
	expect_register(t, &fadt.reset, ACPI_SPACE_IO, 0xcf9);
}

TEST(a_fadt_of_revision_1_has_no_reset_register)
{
	struct fadt fadt;

	begin();
	fadt = parse(REVISION_1);
	expect_register(t, &fadt.pm1a_control, ACPI_SPACE_IO, 0x604);
	EXPECT_EQ(t, fadt.reset.address, 0);
	EXPECT_EQ(t, fadt.flags, FADT_RESET_REG_SUP);
}

TEST(a_fadt_with_newer_addresses_alone)
{
	struct fadt fadt;

	begin();
	put(56, 0, 4);
	put(64, 0, 4);
	table[88] = 0;
	put_register(148, ACPI_SPACE_MEMORY, 32, 0xfed80800);
	put_register(172, ACPI_SPACE_MEMORY, 16, 0x1fed80804);
	put_register(184, ACPI_SPACE_IO, 16, 0x704);
	put(140, 0x17fe0040, 8);
	fadt = parse(REVISION_3);
	expect_register(t, &fadt.pm1a_event, ACPI_SPACE_MEMORY, 0xfed80800);
	expect_register(t, &fadt.pm1a_control, ACPI_SPACE_MEMORY, 0x1fed80804);
	expect_register(t, &fadt.pm1b_control, ACPI_SPACE_IO, 0x704);
	EXPECT_EQ(t, fadt.pm1_event_size, 4);
	EXPECT_EQ(t, fadt.x_dsdt, 0x17fe0040);
}

/* What of two descriptions of the PM1a control register counts; @older is a port. */
static struct acpi_generic_address of_both(u32 older, u8 space, u8 width, u64 address)
{
	begin();
	put(64, older, 4);
	put_register(172, space, width, address);
	return parse(REVISION_5).pm1a_control;
}

TEST(of_two_descriptions_of_a_register_the_newer_one_counts_if_it_makes_sense)
{
	static const struct {
		u32 older;
		u8 space, width;
		u64 address;
		u8 expected_space;
		u64 expected;
	} cases[] = {
		{ 0x604, ACPI_SPACE_IO, 16, 0x704, ACPI_SPACE_IO, 0x704 },
		{ 0x604, ACPI_SPACE_MEMORY, 16, 0xfed80804, ACPI_SPACE_MEMORY, 0xfed80804 },
		{ 0x604, ACPI_SPACE_IO, 16, 0, ACPI_SPACE_IO, 0x604 },
		/* PCI configuration space, and what nobody knows */
		{ 0x604, 2, 16, 0x704, ACPI_SPACE_IO, 0x604 },
		{ 0x604, 0x7f, 16, 0x704, ACPI_SPACE_IO, 0x604 },
		{ 0, 2, 16, 0x704, ACPI_SPACE_IO, 0 },
		/* too narrow: only if nothing else is there */
		{ 0x604, ACPI_SPACE_IO, 8, 0x704, ACPI_SPACE_IO, 0x604 },
		{ 0, ACPI_SPACE_IO, 8, 0x704, ACPI_SPACE_IO, 0x704 },
		{ 0, ACPI_SPACE_IO, 0, 0x704, ACPI_SPACE_IO, 0x704 },
		/* beyond the last port, or half of it */
		{ 0x604, ACPI_SPACE_IO, 16, 0x10000, ACPI_SPACE_IO, 0x604 },
		{ 0x604, ACPI_SPACE_IO, 16, 0xffff, ACPI_SPACE_IO, 0x604 },
		{ 0x604, ACPI_SPACE_IO, 16, 0xfffe, ACPI_SPACE_IO, 0xfffe },
		{ 0x10604, ACPI_SPACE_IO, 16, 0, ACPI_SPACE_IO, 0 },
		{ 0, ACPI_SPACE_MEMORY, 16, UINT64_MAX, ACPI_SPACE_MEMORY, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct acpi_generic_address reg =
			of_both(cases[i].older, cases[i].space, cases[i].width, cases[i].address);

		test_expect(t, reg.address == cases[i].expected, __LINE__, "case", i, reg.address);
		expect_register(t, &reg, cases[i].expected_space, cases[i].expected);
	}
}

TEST(a_fadt_of_any_length_is_read_no_further)
{
	begin();
	put_register(172, ACPI_SPACE_MEMORY, 16, 0x1fed80804);
	put_register(244, ACPI_SPACE_MEMORY, 8, 0xfed80900);
	for (size_t length = 0; length <= sizeof(table); length++) {
		struct fadt fadt = parse(length);

		expect_register(t, &fadt.pm1a_control,
				length < 184 ? ACPI_SPACE_IO : ACPI_SPACE_MEMORY,
				length < 68  ? 0 :
				length < 184 ? 0x604 :
					       0x1fed80804);
		EXPECT_EQ(t, fadt.sleep_control.address, length < 256 ? 0 : 0xfed80900);
	}
}

TEST(a_port_for_commands_beyond_the_last_one_is_none)
{
	begin();
	put(48, 0x100b2, 4);
	EXPECT_EQ(t, parse(REVISION_3).smi_command, 0);
}
