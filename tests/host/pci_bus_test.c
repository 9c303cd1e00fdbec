// SPDX-License-Identifier: MIT
/* Tests of PCI's buses: functions, bus numbers, windows of bridges, and wrong ones. */
#include "fake_pci.h"
#include "host.h"

#include <stdio.h>
#include <string.h>

#define WORD(reg)   ((reg) / 4)
#define BUS_NUMBERS WORD(0x18)

static void list(struct test *t)
{
	struct fake_function *multi, *single;
	const char *heard;

	fake_begin(t);
	multi = fake_add(NULL, 0x08, FAKE_MULTI);
	fake_add(NULL, 0x0b, 0);
	single = fake_add(NULL, 0x10, 0);
	fake_add(NULL, 0x13,
		 0); /* not looked for: the device's header says that it has one function */
	heard = fake_scan(0);
	EXPECT_TRUE(t, strstr(heard, "pci 00:01.0: [0101:abcd]"));
	EXPECT_TRUE(t, strstr(heard, "pci 00:01.3: [0102:abcd]"));
	EXPECT_TRUE(t, strstr(heard, "pci 00:02.0: [0103:abcd]"));
	EXPECT_TRUE(t, !strstr(heard, "pci 00:02.3"));
	EXPECT_TRUE(t, fake_dev(multi) && fake_dev(single));
}

TEST(pci_functions_are_found)
{
	host_in_child(t, list);
}

/* Bus numbers of a bridge as primary, secondary, subordinate. */
static u32 numbers(u32 primary, u32 secondary, u32 subordinate)
{
	return subordinate << 16 | secondary << 8 | primary;
}

static void nest(struct test *t)
{
	struct fake_function *outer, *inner, *next, *device;
	const struct resource *res;

	fake_begin(t);
	outer = fake_add(NULL, 0x08, FAKE_BRIDGE);
	next = fake_add(NULL, 0x10, FAKE_BRIDGE);
	inner = fake_add(outer, 0x08, FAKE_BRIDGE);
	device = fake_add(inner, 0x18, 0);
	fake_bar(device, 0, 0x200000, 0);
	fake_bar(device, 1, 0x40, FAKE_IO);
	fake_bar(device, 2, 0x100000, FAKE_64 | FAKE_PREFETCH);
	fake_scan(0);
	EXPECT_EQ(t, outer->regs[BUS_NUMBERS], numbers(0, 1, 2));
	EXPECT_EQ(t, inner->regs[BUS_NUMBERS], numbers(1, 2, 2));
	EXPECT_EQ(t, next->regs[BUS_NUMBERS], numbers(0, 3, 3));
	for (unsigned int i = 0; i < 3; i++) {
		res = &fake_dev(device)->resource[i];
		EXPECT_EQ(t, res->start, fake_bar_address(device, i));
		EXPECT_TRUE(t, !strcmp(res->parent->name, "PCI Bus 0000:02"));
		EXPECT_TRUE(t, !strcmp(res->parent->parent->name, "PCI Bus 0000:01"));
		EXPECT_TRUE(t, !strcmp(res->parent->parent->parent->name, "PCI Bus 0000:00"));
	}
	EXPECT_EQ(t, inner->regs[WORD(PCI_MEMORY_BASE)], 0xe010e000);
	EXPECT_EQ(t, inner->regs[WORD(PCI_IO_BASE)], 0x1010);
	EXPECT_EQ(t, inner->regs[WORD(PCI_PREFETCH_BASE)], 0x00010001);
	EXPECT_EQ(t, inner->regs[WORD(PCI_PREFETCH_BASE_UPPER)], 0x80);
	EXPECT_EQ(t, inner->regs[WORD(PCI_PREFETCH_LIMIT_UPPER)], 0x80);
	/* Nothing is behind the other bridge: its windows are closed. */
	EXPECT_EQ(t, next->regs[WORD(PCI_MEMORY_BASE)], 0x0000fff0);
	EXPECT_EQ(t, next->regs[WORD(PCI_IO_BASE)], 0x00f0);
	EXPECT_EQ(t, next->regs[WORD(PCI_PREFETCH_BASE)], 0x0001fff1);
	EXPECT_EQ(t, next->regs[WORD(PCI_PREFETCH_LIMIT_UPPER)], 0);
	EXPECT_EQ(t, inner->regs[WORD(PCI_COMMAND)] & 7, 7);
}

TEST(pci_windows_lead_through_bridges)
{
	host_in_child(t, nest);
}

static void keep(struct test *t)
{
	struct fake_function *bridge, *device, *late;

	fake_begin(t);
	bridge = fake_add(NULL, 0x08, FAKE_BRIDGE);
	bridge->regs[BUS_NUMBERS] = numbers(0, 5, 7);
	bridge->regs[WORD(PCI_MEMORY_BASE)] = 0xe430e400;
	device = fake_add(bridge, 0, 0);
	fake_bar(device, 0, 0x1000, 0);
	device->regs[4] = 0xe4201000;
	late = fake_add(bridge, 0x08, 0);
	fake_bar(late, 0, 0x1000, 0);
	fake_scan(0);
	EXPECT_EQ(t, bridge->regs[BUS_NUMBERS], numbers(0, 5, 7));
	EXPECT_EQ(t, bridge->regs[WORD(PCI_MEMORY_BASE)], 0xe430e400);
	EXPECT_EQ(t, fake_bar_address(device, 0), 0xe4201000);
	EXPECT_EQ(t, fake_bar_address(late, 0), 0xe4000000);
	EXPECT_TRUE(t, !strcmp(fake_dev(late)->name, "0000:05:01.0"));
}

TEST(pci_firmwares_bridges_are_kept)
{
	host_in_child(t, keep);
}

/* Numbers that lead back, twice to one bus, or beyond the bridge above. */
static void refuse_numbers(struct test *t)
{
	struct fake_function *bridge[4];

	fake_begin(t);
	for (unsigned int i = 0; i < 4; i++)
		bridge[i] = fake_add(i == 3 ? bridge[0] : NULL, 8 * (i + 1), FAKE_BRIDGE);
	bridge[0]->regs[BUS_NUMBERS] = numbers(0, 2, 4);
	bridge[1]->regs[BUS_NUMBERS] = numbers(0, 0, 9);
	bridge[2]->regs[BUS_NUMBERS] = numbers(0, 2, 4);
	bridge[3]->regs[BUS_NUMBERS] = numbers(2, 3, 200);
	fake_scan(0);
	EXPECT_EQ(t, bridge[0]->regs[BUS_NUMBERS], numbers(0, 2, 4));
	EXPECT_EQ(t, bridge[1]->regs[BUS_NUMBERS], numbers(0, 5, 5));
	EXPECT_EQ(t, bridge[2]->regs[BUS_NUMBERS], numbers(0, 6, 6));
	EXPECT_EQ(t, bridge[3]->regs[BUS_NUMBERS], numbers(2, 3, 3));
}

TEST(pci_wrong_bus_numbers_are_replaced)
{
	host_in_child(t, refuse_numbers);
}

static void run_out(struct test *t)
{
	struct pci_host *host = fake_begin(t);
	struct fake_function *first, *second, *lost;
	const char *heard;

	host->root.last = 1;
	first = fake_add(NULL, 0x08, FAKE_BRIDGE);
	second = fake_add(NULL, 0x10, FAKE_BRIDGE);
	fake_add(first, 0, 0);
	lost = fake_add(second, 0, 0);
	heard = fake_scan(1);
	EXPECT_TRUE(t, strstr(heard, "0000:00:02.0: what is behind it is left out: "
				     "no bus number is left"));
	EXPECT_TRUE(t, strstr(heard, "pci 01:00.0"));
	EXPECT_TRUE(t, !fake_dev(lost));
}

TEST(pci_bus_numbers_run_out)
{
	host_in_child(t, run_out);
}

static void chain(struct test *t)
{
	struct fake_function *bridge = NULL;

	fake_begin(t);
	for (unsigned int i = 0; i < 40; i++)
		bridge = fake_add(bridge, 0, FAKE_BRIDGE);
	EXPECT_TRUE(t, strstr(fake_scan(1), "too many bridges in a row"));
}

TEST(pci_a_long_row_of_bridges_ends)
{
	host_in_child(t, chain);
}

static void no_room(struct test *t)
{
	struct fake_function *bridge, *device, *other;
	const char *heard;

	fake_begin(t);
	bridge = fake_add(NULL, 0x08, FAKE_BRIDGE);
	device = fake_add(bridge, 0, 0);
	fake_bar(device, 0, 2 * FAKE_SIZE, 0);
	fake_bar(device, 1, 0x10, FAKE_IO);
	other = fake_add(NULL, 0x10, 0);
	fake_bar(other, 0, 0x1000, 0);
	heard = fake_scan(2);
	EXPECT_TRUE(t, strstr(heard, "0000:00:01.0: no room for window 1"));
	EXPECT_TRUE(t, strstr(heard, "0000:01:00.0: no room for BAR 0"));
	EXPECT_TRUE(t, fake_bar_address(other, 0) && fake_bar_address(device, 1));
	EXPECT_EQ(t, bridge->regs[WORD(PCI_MEMORY_BASE)], 0x0000fff0);
}

TEST(pci_a_window_without_room)
{
	host_in_child(t, no_room);
}
