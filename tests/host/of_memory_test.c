// SPDX-License-Identifier: MIT
/* Tests of the memory in device trees: correct, unusual and damaged ones. */
#include "host.h"
#include "tree.h"

#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <drivers/of.h>
#include <stdlib.h>
#include <string.h>

#define RAM_START 0x40000000UL
#define RAM_SIZE  0x1000000UL
#define PAGE	  0x1000UL

/* What the rest of this program runs on, put aside. */
static struct memblock machine;

static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % limit;
}

static void scan(struct test *t, const void *fdt)
{
	const char *why;

	memset(&memblock, 0, sizeof(memblock));
	EXPECT_EQ(t, of_unflatten(fdt, &why), 0);
	of_scan_memory();
	of_scan_reserved();
}

/* Warnings are what such trees deserve; here only what was done counts. */
static void forgive_warnings(struct test *t)
{
	set_loglevel(LOG_DEBUG);
	t->warnings_expected = log_count(LOG_WARN) - t->warnings_before;
}

static void begin_board(u32 address_cells, u32 size_cells)
{
	tree_begin();
	tree_cells("#address-cells", address_cells);
	tree_cells("#size-cells", size_cells);
	tree_node("memory");
	tree_string("device_type", "memory");
	if (address_cells == 2)
		tree_cells("reg", 0, RAM_START, 0, RAM_SIZE);
	else
		tree_cells("reg", RAM_START, RAM_SIZE);
	tree_end_node();
}

/* One node's reg, in whatever cells, and whether its memory must not be mapped. */
struct reservation {
	unsigned int page;
	unsigned int pages;
	bool no_map;
};

static void add_reservation(const struct reservation *r, u32 address_cells, u32 size_cells)
{
	u32 cells[4] = { 0 }, at = 0;

	at += address_cells;
	cells[at - 1] = RAM_START + r->page * PAGE;
	at += size_cells;
	cells[at - 1] = r->pages * PAGE;
	tree_node("r");
	tree_cells_("reg", cells, at);
	if (r->no_map)
		tree_bytes("no-map", "", 0);
	tree_end_node();
}

static bool held_in(const struct reservation *r, unsigned int page)
{
	return page >= r->page && page < r->page + r->pages;
}

static void check_pages(struct test *t, const struct reservation *all, unsigned int count)
{
	for (unsigned int page = 0; page < RAM_SIZE / PAGE; page++) {
		bool held = false, hidden = false;

		for (unsigned int i = 0; i < count; i++)
			if (held_in(&all[i], page))
				*(all[i].no_map ? &hidden : &held) = true;
		EXPECT_EQ(t, memblock_is_memory(RAM_START + page * PAGE), !hidden);
		EXPECT_EQ(t, memblock_is_reserved(RAM_START + page * PAGE), held);
	}
}

/* Cells stated or not, ranges or not, any order, any overlap: each page ends as it should. */
TEST(reserved_memory_agrees_with_a_plain_model)
{
	struct reservation all[150];

	machine = memblock;
	seed = 1;
	set_loglevel(0);
	for (unsigned int round = 0; round < 300 && !t->failed; round++) {
		u32 address_cells = 1 + below(2), size_cells = address_cells;
		unsigned int count = below(ARRAY_SIZE(all));

		begin_board(address_cells, size_cells);
		tree_node("reserved-memory");
		if (below(4)) {
			tree_cells("#address-cells", address_cells);
			tree_cells("#size-cells", size_cells);
		}
		if (below(4))
			tree_bytes("ranges", "", 0);
		for (unsigned int i = 0; i < count; i++) {
			all[i] =
				(struct reservation){ below(RAM_SIZE / PAGE), below(30), below(2) };
			add_reservation(&all[i], address_cells, size_cells);
		}
		tree_end_node();
		scan(t, tree_finish());
		check_pages(t, all, count);
	}
	forgive_warnings(t);
	memblock = machine;
}

TEST(an_initrd_that_a_loader_reserves_twice_is_an_initrd)
{
	machine = memblock;
	begin_board(1, 1);
	tree_node("chosen");
	tree_cells("linux,initrd-start", RAM_START + 0x1000);
	tree_cells("linux,initrd-end", 0, RAM_START + 0x3001);
	tree_end_node();
	tree_node("reserved-memory");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_bytes("ranges", "", 0);
	add_reservation(&(struct reservation){ .pages = 8 }, 1, 1);
	tree_end_node();
	scan(t, tree_finish());
	EXPECT_EQ(t, memblock.reserved.cnt, 3);
	EXPECT_TRUE(t, !strcmp(memblock.reserved.regions[1].name, "initrd"));
	EXPECT_EQ(t, memblock.reserved.regions[1].size, 0x2001);
	memblock = machine;
}

static void *odd_board(void)
{
	begin_board(2, 2);
	tree_node("chosen");
	tree_cells("linux,initrd-start", 0, RAM_START + 0x1000);
	tree_cells("linux,initrd-end", 0, RAM_START + 0x2000);
	tree_end_node();
	tree_node("reserved-memory");
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_bytes("ranges", "", 0);
	add_reservation(&(struct reservation){ .page = 3, .pages = 8 }, 2, 2);
	add_reservation(&(struct reservation){ .page = 30, .pages = 8, .no_map = true }, 2, 2);
	tree_end_node();
	return tree_finish();
}

/* Any byte changed, in a copy that ends where the tree does: no read may leave it. */
TEST(damaged_descriptions_of_memory_do_no_harm)
{
	machine = memblock;
	seed = 7;
	set_loglevel(0);
	for (unsigned int round = 0; round < 20000; round++) {
		void *good = odd_board();
		size_t size = fdt_totalsize(good);
		u8 *fdt = malloc(size);
		const char *why;

		memcpy(fdt, good, size);
		for (unsigned int changes = 1 + below(3); changes; changes--)
			fdt[below(size)] = below(2) ? below(256) : 0;
		memset(&memblock, 0, sizeof(memblock));
		if (fdt_totalsize(fdt) <= size && !of_unflatten(fdt, &why)) {
			of_scan_memory();
			of_scan_reserved();
		}
		free(fdt);
	}
	of_unflatten(odd_board(), &(const char *){ NULL });
	forgive_warnings(t);
	memblock = machine;
}
