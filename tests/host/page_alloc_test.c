// SPDX-License-Identifier: MIT
/* What leaves the page allocator changed for good: reserved RAM that is freed, RAM that is all in use. */
#include "host.h"

#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <stdio.h>

#define PAGES (HOST_RESERVED_SIZE / PAGE_SIZE)

static phys_addr_t page(unsigned int number)
{
	return host_early.reserved + number * PAGE_SIZE;
}

/* Are these pages in use by nobody whom free_pages() knows? Each of them is refused with this reason. */
static void expect_refused(struct test *t, unsigned int from, unsigned int to, const char *reason)
{
	for (unsigned int i = from; i < to; i++) {
		free_pages(__va(page(i)), 0);
		EXPECT_WARNING(t, reason);
	}
}

/* In four parts, whose ends are no multiples of anything. */
static void free_in_parts(struct test *t)
{
	unsigned long before = nr_free_pages();

	expect_refused(t, 0, 1, "reserved memory");
	free_reserved_area(page(0), page(3));
	EXPECT_EQ(t, nr_free_pages(), before + 3);
	EXPECT_EQ(t, page_of(page(0))->order, 1);
	EXPECT_EQ(t, page_of(page(2))->order, 0);

	free_reserved_area(page(5), page(9));
	EXPECT_EQ(t, nr_free_pages(), before + 7);
	EXPECT_TRUE(t, memblock_is_reserved(page(5) - 1) && !memblock_is_reserved(page(5)));
	EXPECT_TRUE(t, !memblock_is_reserved(page(9) - 1) && memblock_is_reserved(page(9)));
	/* Blocks begin at 0, 2, 3, 4, 5, 6, 8, 9, 10 and 12. */
	expect_refused(t, 2, 3, "free already");
	expect_refused(t, 3, 5, "reserved memory");
	expect_refused(t, 5, 7, "free already");
	expect_refused(t, 8, 9, "free already");
	expect_refused(t, 9, 11, "reserved memory");
	expect_refused(t, 12, 13, "reserved memory");

	free_reserved_area(page(3), page(5));
	EXPECT_EQ(t, page_of(page(0))->order, 3);
	free_reserved_area(page(9), page(PAGES));
	EXPECT_EQ(t, nr_free_pages(), before + PAGES);
	EXPECT_TRUE(t, !memblock_is_reserved(page(0)) && !memblock_is_reserved(page(PAGES - 1)));
	/* One block, or part of a larger one. */
	EXPECT_LT(t, 3, page_of(page(0))->order);
}

TEST(reserved_memory_can_be_freed_in_parts)
{
	host_in_child(t, free_in_parts);
}

static void free_no_ram(struct test *t)
{
	EXPECT_TRAP(t, TRAP_BUG, free_reserved_area(0, PAGE_SIZE));
	EXPECT_TRAP(t, TRAP_BUG, free_reserved_area(page(0), memblock_end_of_DRAM() + PAGE_SIZE));
}

TEST(only_RAM_can_be_freed)
{
	host_in_child(t, free_no_ram);
}

/* Single pages that came back are kept apart; they unite when a larger block is not to be had else. */
static void use_up_all_memory(struct test *t)
{
	static char *spare[64];
	char *both = alloc_pages(1), *next;
	unsigned int taken = 0;

	for (unsigned int order = MAX_PAGE_ORDER + 1; order-- > 1;)
		while (alloc_pages(order))
			;
	while (taken < ARRAY_SIZE(spare) && (spare[taken] = alloc_pages(0)))
		taken++;
	EXPECT_EQ(t, nr_free_pages(), 0);
	EXPECT_EQ(t, alloc_pages(0), NULL);
	free_pages(both, 1);
	EXPECT_EQ(t, alloc_pages(0), both);
	next = alloc_pages(0);
	EXPECT_EQ(t, next, both + PAGE_SIZE);
	for (unsigned int upper_first = 0; upper_first < 2; upper_first++) {
		free_pages(upper_first ? next : both, 0);
		EXPECT_EQ(t, alloc_pages(1), NULL);
		free_pages(upper_first ? both : next, 0);
		EXPECT_EQ(t, nr_free_pages(), 2);
		EXPECT_EQ(t, alloc_pages(1), both);
		EXPECT_EQ(t, nr_free_pages(), 0);
		free_pages(both, 1);
		EXPECT_EQ(t, alloc_pages(0), both);
		EXPECT_EQ(t, alloc_pages(0), next);
	}
}

TEST(spare_pages_unite_where_memory_is_used_up)
{
	host_in_child(t, use_up_all_memory);
}

/* The lines name each order that has free blocks, and together all pages that are free. */
TEST(the_list_of_free_blocks_adds_up)
{
	unsigned long pages = 0, spare = 0, in_blocks = 0, kib, count;
	void *block = alloc_pages(0);
	unsigned int order, last = 0;
	const char *line;
	int length = 0;

	free_pages(block, 0); /* at least one page is kept apart */
	host_listen();
	show_buddy();
	line = host_heard();
	EXPECT_EQ(t,
		  sscanf(line, "buddy: %lu pages free, %lu of them spare\n%n", &pages, &spare,
			 &length),
		  2);
	EXPECT_EQ(t, pages, nr_free_pages());
	EXPECT_LT(t, 0, spare);
	for (line += length; *line && !t->failed; line += length) {
		EXPECT_EQ(t,
			  sscanf(line, "buddy: order %u, %lu KiB each: %lu free\n%n", &order, &kib,
				 &count, &length),
			  3);
		EXPECT_TRUE(t, !in_blocks || order > last);
		EXPECT_EQ(t, kib, 4UL << order);
		EXPECT_LT(t, 0, count);
		in_blocks += count << order;
		last = order;
	}
	EXPECT_EQ(t, in_blocks + spare, pages);
}
