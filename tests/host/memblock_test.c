// SPDX-License-Identifier: MIT
/* Tests of memblock against a simple model: one byte for each page, RAM or not, reserved or not. */
#include "host.h"

#include <bootmap/brk.h>
#include <bootmap/compiler.h>
#include <bootmap/memblock.h>
#include <errno.h>
#include <string.h>

#define PAGES	   256
#define PAGE	   0x1000UL
#define OPERATIONS 100000

static bool ram[PAGES], held[PAGES];

/* Reproducible: the same numbers in every run (Numerical Recipes' constants, as everywhere). */
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % limit;
}

/* What the rest of this program runs on, put aside. */
static struct memblock machine;

static void start_afresh(void)
{
	machine = memblock;
	memset(&memblock, 0, sizeof(memblock));
	memset(ram, 0, sizeof(ram));
	memset(held, 0, sizeof(held));
	seed = 1;
}

static void check_order(struct test *t, const struct memblock_type *type)
{
	for (unsigned int i = 0; i < type->cnt; i++) {
		const struct memblock_region *region = &type->regions[i], *next = region + 1;
		phys_addr_t end = region->base + region->size;

		EXPECT_NE(t, region->size, 0);
		if (i + 1 < type->cnt)
			EXPECT_TRUE(t, end < next->base ||
					       (end == next->base && region->name != next->name));
	}
}

static void check_pages(struct test *t)
{
	phys_addr_t size = 0;

	for (unsigned int page = 0; page < PAGES; page++) {
		EXPECT_EQ(t, memblock_is_memory(page * PAGE), ram[page]);
		EXPECT_EQ(t, memblock_is_memory(page * PAGE + PAGE - 1), ram[page]);
		EXPECT_EQ(t, memblock_is_reserved(page * PAGE), held[page]);
		size += ram[page] * PAGE;
	}
	EXPECT_EQ(t, memblock_phys_mem_size(), size);
}

static void check_free(struct test *t)
{
	bool free[PAGES] = { 0 };
	phys_addr_t last = 0;

	for_each_free_mem_range(start, end) {
		EXPECT_TRUE(t, start < end && start >= last);
		memset(&free[start / PAGE], true, (end - start) / PAGE);
		last = end;
	}
	for (unsigned int page = 0; page < PAGES; page++)
		EXPECT_EQ(t, free[page], ram[page] && !held[page]);
}

static void check(struct test *t)
{
	check_order(t, &memblock.memory);
	check_order(t, &memblock.reserved);
	check_pages(t);
	check_free(t);
}

/* The highest free run of @pages pages at a multiple of @align pages inside [from, to). */
static unsigned int model_place(unsigned int pages, unsigned int align, unsigned int from,
				unsigned int to)
{
	for (unsigned int place = to; place-- > from;) {
		unsigned int run = 0;

		while (place + run < to && ram[place + run] && !held[place + run])
			run++;
		if (place % align == 0 && run >= pages)
			return place;
	}
	return 0;
}

static void allocate(struct test *t)
{
	unsigned int pages = 1 + below(12), align = 1 << below(4);
	unsigned int from = below(PAGES), to = from + below(PAGES - from) + 1;
	unsigned int place = model_place(pages, align, from, to);

	EXPECT_EQ(t,
		  memblock_phys_alloc_range(pages * PAGE, align * PAGE, from * PAGE, to * PAGE,
					    "allocated"),
		  place * PAGE);
	if (place)
		memset(&held[place], true, pages);
}

static void change(struct test *t)
{
	static const char *const names[] = { "one", "two", "three" };
	unsigned int page = below(PAGES), pages = below(PAGES - page < 40 ? PAGES - page : 40);
	phys_addr_t base = page * PAGE, size = pages * PAGE;

	switch (below(5)) {
	case 0:
		if (!memblock_add(base, size))
			memset(&ram[page], true, pages);
		break;
	case 1:
		if (!memblock_remove(base, size))
			memset(&ram[page], false, pages);
		break;
	case 2:
		if (!memblock_reserve(base, size, names[below(ARRAY_SIZE(names))]))
			memset(&held[page], true, pages);
		break;
	case 3:
		if (!memblock_phys_free(base, size))
			memset(&held[page], false, pages);
		break;
	case 4:
		allocate(t);
	}
}

TEST(memblock_agrees_with_a_plain_model)
{
	start_afresh();
	for (int i = 0; i < OPERATIONS && !t->failed; i++) {
		change(t);
		if (i % 16 == 0)
			check(t);
	}
	check(t);
	memblock = machine;
}

TEST(memblock_first_claim_stays)
{
	start_afresh();
	memblock_reserve(0x2000, 0x1000, "first");
	memblock_reserve(0x1000, 0x3000, "second");
	EXPECT_EQ(t, memblock.reserved.cnt, 3);
	EXPECT_TRUE(t, !strcmp(memblock.reserved.regions[1].name, "first"));
	EXPECT_EQ(t, memblock.reserved.regions[1].size, 0x1000);
	memblock = machine;
}

TEST(memblock_byte_granularity)
{
	start_afresh();
	memblock_add(0x1003, 5);
	EXPECT_TRUE(t, !memblock_is_memory(0x1002) && memblock_is_memory(0x1003));
	EXPECT_TRUE(t, memblock_is_memory(0x1007) && !memblock_is_memory(0x1008));
	EXPECT_TRUE(t, memblock_overlaps_memory(0, 0x1004));
	EXPECT_TRUE(t, !memblock_overlaps_memory(0, 0x1003));
	EXPECT_TRUE(t, !memblock_overlaps_memory(0x1008, ~0UL));
	memblock = machine;
}

TEST(memblock_end_of_the_address_space)
{
	start_afresh();
	EXPECT_EQ(t, memblock_add(~0UL - 0xfff, 0x1000), 0);
	EXPECT_EQ(t, memblock_add(~0UL - 0x1fff, ~0UL), 0);
	EXPECT_EQ(t, memblock.memory.cnt, 1);
	EXPECT_EQ(t, memblock.memory.regions[0].base, ~0UL - 0x1fff);
	EXPECT_EQ(t, memblock_add(0x1000, 0), 0);
	EXPECT_EQ(t, memblock.memory.cnt, 1);
	memblock = machine;
}

TEST(memblock_lists_grow_with_what_they_are_told)
{
	start_afresh();
	memblock_add(0, 20000 * PAGE);
	for (unsigned int i = 0; i < 5000; i++) {
		EXPECT_EQ(t, memblock_remove(i * 4 * PAGE, PAGE), 0);
		EXPECT_EQ(t, memblock_reserve((i * 4 + 2) * PAGE, PAGE, "odd"), 0);
	}
	EXPECT_EQ(t, memblock.memory.cnt, 5000);
	EXPECT_EQ(t, memblock.reserved.cnt, 5000);
	for (unsigned int i = 0; i < 20000; i++) {
		EXPECT_EQ(t, memblock_is_memory(i * PAGE), i % 4 != 0);
		EXPECT_EQ(t, memblock_is_reserved(i * PAGE), i % 4 == 2);
	}
	memblock = machine;
}

/* The last free place is given back and split in any order, whatever room a list has left. */
TEST(memblock_has_room_for_what_is_given_back_after_boot)
{
	start_afresh();
	for (unsigned int i = 0; i < 300; i++) {
		memblock_reserve(i * 2 * PAGE, PAGE, "odd");
		EXPECT_TRUE(t, memblock.reserved.max >= memblock.reserved.cnt + 4);
	}
	memblock = machine;
}

TEST(memblock_trim_leaves_whole_pages)
{
	start_afresh();
	memblock_add(0x1001, 0x2fff);	     /* begins beside a page */
	memblock_add(0x8fff, 0x1001);	     /* with the last byte of one */
	memblock_add(0x20100, 0x200);	     /* less than a page */
	memblock_add(0x30fff, 2);	     /* two bytes of two pages */
	memblock_add(0x40000, 0x1fff);	     /* ends beside a page */
	memblock_add(~0UL - 0x1fff, 0x1234); /* the highest addresses */
	memblock_trim_memory(PAGE);
	t->warnings_expected++; /* of the two bytes */
	EXPECT_WARNING(t, "RAM at 0x20100+0x200 is not a whole page: ignored");
	EXPECT_EQ(t, memblock.memory.cnt, 4);
	EXPECT_EQ(t, memblock.memory.regions[0].base, 0x2000);
	EXPECT_EQ(t, memblock.memory.regions[0].size, 0x2000);
	EXPECT_EQ(t, memblock.memory.regions[1].base, 0x9000);
	EXPECT_EQ(t, memblock.memory.regions[1].size, 0x1000);
	EXPECT_EQ(t, memblock.memory.regions[2].base, 0x40000);
	EXPECT_EQ(t, memblock.memory.regions[2].size, 0x1000);
	EXPECT_EQ(t, memblock.memory.regions[3].base, ~0UL - 0x1fff);
	EXPECT_EQ(t, memblock.memory.regions[3].size, 0x1000);
	memblock = machine;
}

TEST(memblock_names_who_holds_a_range)
{
	start_afresh();
	memblock_reserve(0x2000, 0x1000, "first");
	memblock_reserve(0x5000, 0x1000, "second");
	EXPECT_TRUE(t, !memblock_reserved_for(0x3000, 0x2000));
	EXPECT_TRUE(t, !strcmp(memblock_reserved_for(0x2fff, 2), "first"));
	EXPECT_TRUE(t, !strcmp(memblock_reserved_for(0, ~0UL), "second"));
	memblock = machine;
}

/* Nothing is left of the brk, so no list can grow. */
static void end_the_brk(void)
{
	brk_avoid(__pa_symbol(extend_brk(0, "nothing")));
	brk_close();
}

/* What does not fit is refused whole: no part of it is in the list, and nothing is lost. */
static void fill_the_list(struct test *t)
{
	struct memblock_region before[200];
	unsigned int n;

	start_afresh();
	for (n = 1; n < 100; n++)
		memblock_reserve(2 * n * PAGE, PAGE, "odd");
	end_the_brk();
	while (!memblock_reserve(2 * n * PAGE, PAGE, "odd"))
		n++;
	EXPECT_EQ(t, memblock.reserved.cnt, memblock.reserved.max);
	EXPECT_TRUE(t, n > 100 && n <= ARRAY_SIZE(before));
	memcpy(before, memblock.reserved.regions, memblock.reserved.cnt * sizeof(before[0]));

	EXPECT_EQ(t, memblock_reserve(0, PAGE, "in front of all"), -ENOMEM);
	EXPECT_EQ(t, memblock_reserve(0, 5 * PAGE, "from the front on"), -ENOMEM);
	EXPECT_EQ(t, memblock_reserve(3 * PAGE, PAGE, "between two"), -ENOMEM);
	EXPECT_EQ(t, memblock_reserve(4 * PAGE, 2 * PAGE, "behind one"), -ENOMEM);
	EXPECT_EQ(t, memblock_reserve((2 * n - 2) * PAGE, 2 * PAGE, "behind the last"), -ENOMEM);
	EXPECT_EQ(t, memblock_phys_free(4 * PAGE + 1, 1), -ENOMEM);
	EXPECT_EQ(t, memblock.reserved.cnt, memblock.reserved.max);
	EXPECT_EQ(t,
		  memcmp(before, memblock.reserved.regions,
			 memblock.reserved.cnt * sizeof(before[0])),
		  0);

	EXPECT_EQ(t, memblock_reserve(4 * PAGE, PAGE, "known already"), 0);
	EXPECT_EQ(t, memblock_phys_free(6 * PAGE + 1, PAGE - 1), 0);
	EXPECT_TRUE(t, memblock_is_reserved(6 * PAGE) && !memblock_is_reserved(6 * PAGE + 1));
	EXPECT_EQ(t, memblock_phys_free(4 * PAGE, 1), 0);
	EXPECT_TRUE(t, !memblock_is_reserved(4 * PAGE) && memblock_is_reserved(4 * PAGE + 1));
	EXPECT_EQ(t, memblock_phys_free(4 * PAGE + 1, PAGE - 1), 0);
	EXPECT_EQ(t, memblock_reserve(0, PAGE, "in front of all"), 0);
	EXPECT_TRUE(t, !strcmp(memblock_reserved_for(0, PAGE), "in front of all"));
}

TEST(memblock_refuses_what_a_full_list_has_no_room_for)
{
	host_in_child(t, fill_the_list);
}

TEST(memblock_is_listed_with_sizes_and_owners)
{
	start_afresh();
	memblock_add(0x1000, 0x400000);
	memblock_add(0x100000000, 0x80000000);
	memblock_reserve(0x2000, 0x1fff, "a range");
	host_listen();
	memblock_dump_all();
	EXPECT_EQ(t,
		  strcmp(host_heard(),
			 "memblock: memory   0x0000001000-0x0000400fff     4096 KiB  RAM\n"
			 "memblock: memory   0x0100000000-0x017fffffff  2097152 KiB  RAM\n"
			 "memblock: reserved 0x0000002000-0x0000003ffe        7 KiB  a range\n"),
		  0);
	memblock = machine;
}
