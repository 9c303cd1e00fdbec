// SPDX-License-Identifier: MIT
/* Tests of the MADT, complete and damaged. ASan detects reads beyond its end. */
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/irq.h>
#include <drivers/madt.h>
#include <stdlib.h>
#include <string.h>

/* As QEMU's q35 has it: a local APIC, an I/O APIC, five overrides, an NMI. */
static const u8 whole[] = {
	'A',  'P',  'I',  'C', 120, 0, 0,    0,	   1,	 0, [36] = 0, 0,
	0xe0, 0xfe, 1,	  0,   0,   0,					 /* flags */
	0,    8,    0,	  0,   1,   0, 0,    0,				 /* CPU */
	1,    12,   0,	  0,   0,   0, 0xc0, 0xfe, 0,	 0, 0,	      0, /* I/O APIC */
	2,    10,   0,	  0,   2,   0, 0,    0,	   0,	 0, /* line 0: GSI 2, as the bus has it */
	2,    10,   0,	  5,   5,   0, 0,    0,	   0x0d, 0, /* level, high */
	2,    10,   0,	  9,   20,  0, 0,    0,	   0x0f, 0, /* level, low */
	2,    10,   0,	  10,  10,  0, 0,    0,	   0x07, 0, /* edge, low */
	2,    10,   0,	  11,  11,  0, 0,    0,	   0x05, 0, /* edge, high */
	4,    6,    0xff, 0,   0,   1,			    /* NMI */
};

#define CPU_ENTRY     44
#define IO_APIC_ENTRY 52

/* Parses a copy that ends where the table ends. */
static const char *parse(struct madt *madt, const u8 *table, size_t length)
{
	u8 *copy = malloc(length ? length : 1);
	const char *why;

	memcpy(copy, table, length);
	why = madt_parse(madt, copy, length);
	free(copy);
	return why;
}

static void expect_line(struct test *t, const struct madt *madt, int line, u32 gsi, u32 type)
{
	EXPECT_EQ(t, madt->isa[line].gsi, gsi);
	EXPECT_EQ(t, madt->isa[line].type, type);
}

TEST(the_madt_says_where_the_controllers_are_and_where_lines_lead)
{
	struct madt madt;

	EXPECT_TRUE(t, !parse(&madt, whole, sizeof(whole)));
	EXPECT_EQ(t, madt.lapic, 0xfee00000);
	EXPECT_EQ(t, madt.nr_ioapics, 1);
	EXPECT_EQ(t, madt.ioapics[0].address, 0xfec00000);
	expect_line(t, &madt, 0, 2, IRQ_TYPE_EDGE_RISING);
	expect_line(t, &madt, 1, 1, IRQ_TYPE_EDGE_RISING);
	expect_line(t, &madt, 5, 5, IRQ_TYPE_LEVEL_HIGH);
	expect_line(t, &madt, 9, 20, IRQ_TYPE_LEVEL_LOW);
	expect_line(t, &madt, 10, 10, IRQ_TYPE_EDGE_FALLING);
	expect_line(t, &madt, 11, 11, IRQ_TYPE_EDGE_RISING);
	expect_line(t, &madt, 15, 15, IRQ_TYPE_EDGE_RISING);
}

/* Parses the table with one byte changed. */
static const char *with(struct madt *madt, size_t at, u8 byte)
{
	u8 table[sizeof(whole)];

	memcpy(table, whole, sizeof(whole));
	table[at] = byte;
	return parse(madt, table, sizeof(table));
}

TEST(what_a_madt_says_of_other_buses_and_other_controllers_is_passed_over)
{
	struct madt madt;

	EXPECT_TRUE(t, !with(&madt, 64 + 2, 1)); /* another bus */
	expect_line(t, &madt, 0, 0, IRQ_TYPE_EDGE_RISING);
	EXPECT_TRUE(t, !with(&madt, 64 + 3, NR_ISA_IRQS)); /* no such line */
	EXPECT_TRUE(t, !with(&madt, CPU_ENTRY, 0x7f));	   /* no such kind */
	EXPECT_EQ(t,
		  strcmp(with(&madt, IO_APIC_ENTRY + 8, 24),
			 "it names no I/O APIC for the first inputs"),
		  0);
}

TEST(a_madt_may_move_the_local_apic_beyond_4_gib)
{
	u8 table[sizeof(whole) + 12] = { 0 };
	const u8 entry[] = { 5, 12, 0, 0, 0, 0, 0xe0, 0xfe, 1, 0, 0, 0 };
	struct madt madt;

	memcpy(table, whole, sizeof(whole));
	memcpy(table + sizeof(whole), entry, sizeof(entry));
	EXPECT_TRUE(t, !parse(&madt, table, sizeof(table)));
	EXPECT_EQ(t, madt.lapic, 0x1fee00000);
}

/* Appends CPUs: not enabled, of the new kind, of the old kind, of the new kind. */
TEST(a_madt_names_the_cpus_that_can_be_used)
{
	const u8 cpus[] = {
		0, 8,  1, 7, 0, 0, 0, 0,			  /* not enabled */
		9, 16, 0, 0, 0, 1, 0, 0, 1, 0,	0, 0, 0, 0, 0, 0, /* number 256 */
		0, 8,  3, 9, 1, 0, 0, 0, 9, 16, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
	};
	u8 table[sizeof(whole) + sizeof(cpus)];
	struct madt madt;

	EXPECT_TRUE(t, !parse(&madt, whole, sizeof(whole)));
	EXPECT_EQ(t, madt.nr_cpus, 1);
	EXPECT_EQ(t, madt.cpus[0], 0);
	memcpy(table, whole, sizeof(whole));
	memcpy(table + sizeof(whole), cpus, sizeof(cpus));
	EXPECT_TRUE(t, !parse(&madt, table, sizeof(table)));
	EXPECT_EQ(t, madt.nr_cpus, ARRAY_SIZE(madt.cpus));
	EXPECT_EQ(t, madt.cpus[1], 0x100);
	table[sizeof(whole) + 9] = 15; /* the length of the new kind */
	EXPECT_TRUE(t, parse(&madt, table, sizeof(table)));
}

/* Appends I/O APICs with 24 inputs each; the one with GSI 0 is the whole table's own. */
static const char *with_io_apics(struct madt *madt, unsigned int nr)
{
	u8 table[sizeof(whole) + 64 * 12], *entry = table + sizeof(whole);

	memcpy(table, whole, sizeof(whole));
	/* The first one of the table comes last in the order of inputs. */
	table[IO_APIC_ENTRY + 8] = 24;
	for (unsigned int i = 0; i < nr; i++, entry += 12) {
		const u8 io_apic[12] = { 1, 12, i, 0, 0, 0x10 * i, 0xc1, 0xfe, i ? 24 + i : 0 };

		memcpy(entry, io_apic, sizeof(io_apic));
	}
	return parse(madt, table, entry - table);
}

TEST(a_madt_may_name_many_io_apics_in_any_order)
{
	struct madt madt;

	EXPECT_TRUE(t, with_io_apics(&madt, 0));
	EXPECT_TRUE(t, !with_io_apics(&madt, 3));
	EXPECT_EQ(t, madt.nr_ioapics, 4);
	EXPECT_EQ(t, madt.ioapics_left_out, 0);
	EXPECT_EQ(t, madt.ioapics[0].address, 0xfec10000);
	EXPECT_EQ(t, madt.ioapics[0].gsi_base, 0);
	EXPECT_EQ(t, madt.ioapics[1].address, 0xfec00000);
	EXPECT_EQ(t, madt.ioapics[1].gsi_base, 24);
	EXPECT_EQ(t, madt.ioapics[3].gsi_base, 26);
	EXPECT_TRUE(t, !with_io_apics(&madt, 64));
	EXPECT_EQ(t, madt.nr_ioapics, MADT_MAX_IOAPICS);
	EXPECT_EQ(t, madt.ioapics_left_out, 65 - MADT_MAX_IOAPICS);
}

/* Every pair of flags: reserved ones are taken for what the bus has. */
TEST(an_override_says_polarity_and_trigger_or_leaves_them_to_the_bus)
{
	static const u32 types[16] = {
		[0] = IRQ_TYPE_EDGE_RISING, IRQ_TYPE_EDGE_RISING,  IRQ_TYPE_EDGE_RISING,
		IRQ_TYPE_EDGE_FALLING,	    IRQ_TYPE_EDGE_RISING,  IRQ_TYPE_EDGE_RISING,
		IRQ_TYPE_EDGE_RISING,	    IRQ_TYPE_EDGE_FALLING, IRQ_TYPE_EDGE_RISING,
		IRQ_TYPE_EDGE_RISING,	    IRQ_TYPE_EDGE_RISING,  IRQ_TYPE_EDGE_FALLING,
		IRQ_TYPE_LEVEL_HIGH,	    IRQ_TYPE_LEVEL_HIGH,   IRQ_TYPE_LEVEL_HIGH,
		IRQ_TYPE_LEVEL_LOW,
	};
	struct madt madt;

	for (u8 flags = 0; flags < ARRAY_SIZE(types); flags++) {
		EXPECT_TRUE(t, !with(&madt, 64 + 8, flags));
		expect_line(t, &madt, 0, 2, types[flags]);
		EXPECT_EQ(t, madt.isa[0].has_type, (flags & 1) || (flags & 4));
	}
	EXPECT_TRUE(t, !madt.isa[1].has_type);
}

TEST(a_damaged_madt_is_refused_with_a_reason)
{
	struct madt madt;

	EXPECT_EQ(t, strcmp(with(&madt, CPU_ENTRY + 1, 0), "an entry is too short"), 0);
	EXPECT_EQ(t, strcmp(with(&madt, CPU_ENTRY + 1, 1), "an entry is too short"), 0);
	EXPECT_EQ(t, strcmp(with(&madt, IO_APIC_ENTRY + 1, 11), "an entry is too short"), 0);
	EXPECT_EQ(t, strcmp(with(&madt, 64 + 1, 9), "an entry is too short"), 0);
	EXPECT_EQ(t, strcmp(with(&madt, CPU_ENTRY + 1, 255), "an entry reaches beyond its end"), 0);
	EXPECT_EQ(t, strcmp(parse(&madt, whole, 43), "it is too short"), 0);
}

/* Cut anywhere, it is usable only between two entries, and behind the I/O APIC. */
TEST(a_madt_that_ends_anywhere_is_read_no_further)
{
	struct madt madt;
	size_t usable = 0;

	for (size_t length = 0; length < sizeof(whole); length++)
		usable += !parse(&madt, whole, length);
	EXPECT_EQ(t, usable, 6);
}

TEST(a_madt_with_any_bytes_changed_is_refused_or_makes_sense)
{
	u8 table[sizeof(whole)];
	u32 random = 1;

	for (int round = 0; round < 100000; round++) {
		struct madt madt;
		const char *why;

		memcpy(table, whole, sizeof(whole));
		for (int i = 0; i <= round % 4; i++) {
			random = random * 1664525 + 1013904223;
			table[random % 65536 % (sizeof(whole) - 36) + 36] = random >> 24;
		}
		why = parse(&madt, table, sizeof(table));
		EXPECT_TRUE(t, why ? strlen(why) > 10 :
				     madt.ioapics[0].address && !madt.ioapics[0].gsi_base &&
					       madt.nr_ioapics && madt.lapic);
		for (int line = 0; line < NR_ISA_IRQS && !why; line++)
			EXPECT_TRUE(t, madt.isa[line].type &&
					       !(madt.isa[line].type & (madt.isa[line].type - 1)));
	}
}
