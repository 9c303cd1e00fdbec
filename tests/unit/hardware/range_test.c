// SPDX-License-Identifier: MIT
/* Tests of ranges of many pages on the real MMU: every page is accessed, not only the first. */
#include "../support.h"

#include <bootmap/bug.h>
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <errno.h>

/* More than two tables of pages hold, so that one of them is unmapped as a whole. */
#define MOST 1200

/* As many views of one page, side by side. */
static unsigned long map_views(unsigned int nr)
{
	static phys_addr_t pages[MOST] __noinit;

	BUG_ON(nr > MOST);
	for (unsigned int i = 0; i < nr; i++)
		pages[i] = scratch_phys();
	return (unsigned long)vmap(pages, nr, PAGE_KERNEL);
}

/* How many of these pages a load, or a store, reaches. */
static unsigned int readable(unsigned long va, unsigned int nr)
{
	unsigned int found = 0;

	for (unsigned int i = 0; i < nr; i++)
		found += loads(va + i * PAGE_SIZE);
	return found;
}

static unsigned int writable(unsigned long va, unsigned int nr)
{
	unsigned int found = 0;

	for (unsigned int i = 0; i < nr; i++)
		found += stores(va + i * PAGE_SIZE);
	return found;
}

/* On both sides of what is invalidated page by page, and of what one table holds. */
static const unsigned int lengths[] = { 1, 2, 9, 511, 512, 513, 600 };

TEST(each_page_of_an_area_faults_after_vunmap)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long va = map_views(lengths[i]);

		EXPECT_EQ(t, readable(va, lengths[i]), lengths[i]);
		vunmap((void *)va);
		EXPECT_EQ(t, readable(va, lengths[i]), 0);
	}
}

/* Neighbours keep the tables, so that only leaves go. */
TEST(each_page_of_a_range_faults_after_unmap_range)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long va = map_views(MOST), start = va + 300 * PAGE_SIZE;

		EXPECT_EQ(t, readable(va, MOST), MOST);
		EXPECT_EQ(t, unmap_range(start, start + lengths[i] * PAGE_SIZE), 0);
		EXPECT_EQ(t, readable(start, lengths[i]), 0);
		EXPECT_EQ(t, readable(va, MOST), MOST - lengths[i]);
		vunmap((void *)va);
		EXPECT_EQ(t, readable(va, MOST), 0);
	}
}

/* A table between two others goes while these stay. */
TEST(a_table_in_the_middle_goes_alone)
{
	unsigned long va = map_views(MOST), middle = va + PMD_SIZE, before = nr_free_pages();

	EXPECT_EQ(t, readable(middle, PTRS_PER_TABLE), PTRS_PER_TABLE);
	EXPECT_EQ(t, unmap_range(middle, middle + PMD_SIZE), 0);
	EXPECT_EQ(t, nr_free_pages(), before + 1);
	EXPECT_EQ(t, readable(middle, PTRS_PER_TABLE), 0);
	EXPECT_EQ(t, readable(va, MOST), MOST - PTRS_PER_TABLE);
	vunmap((void *)va);
}

TEST(each_page_of_blocks_faults_after_vfree)
{
	static const size_t sizes[] = { PMD_SIZE, 3 * PMD_SIZE, 2 * PMD_SIZE + PAGE_SIZE };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned int nr = sizes[i] >> PAGE_SHIFT;
		unsigned long va = (unsigned long)vmalloc(sizes[i]);

		EXPECT_EQ(t, writable(va, nr), nr);
		vfree((void *)va);
		EXPECT_EQ(t, readable(va, nr), 0);
	}
}

/* Rights change in place, for each page of the range and for no other. */
TEST(protect_range_takes_and_gives_rights)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long va = map_views(MOST), start = va + 300 * PAGE_SIZE;
		unsigned long end = start + lengths[i] * PAGE_SIZE;

		EXPECT_EQ(t, writable(va, MOST), MOST);
		EXPECT_EQ(t, protect_range(start, end, PAGE_KERNEL_RO), 0);
		EXPECT_EQ(t, writable(start, lengths[i]), 0);
		EXPECT_EQ(t, writable(va, MOST), MOST - lengths[i]);
		EXPECT_EQ(t, readable(va, MOST), MOST);
		EXPECT_EQ(t, protect_range(start, end, PAGE_KERNEL), 0);
		EXPECT_EQ(t, writable(va, MOST), MOST);
		vunmap((void *)va);
	}
}

/* Another memory type needs break-before-make; holes stay holes. */
TEST(protect_range_changes_the_memory_type)
{
	unsigned long va = map_views(3);

	EXPECT_EQ(t, unmap_range(va + PAGE_SIZE, va + 2 * PAGE_SIZE), 0);
	EXPECT_EQ(t, protect_range(va, va + 3 * PAGE_SIZE, PAGE_IO_WC), 0);
	EXPECT_EQ(t, leads_to(va), scratch_phys());
	EXPECT_TRUE(t, pte_same_type(entry_of(va), pte_mkpage(0, PAGE_IO_WC)));
	EXPECT_EQ(t, leads_to(va + PAGE_SIZE), NOWHERE);
	EXPECT_TRUE(t, pte_same_type(entry_of(va + 2 * PAGE_SIZE), pte_mkpage(0, PAGE_IO_WC)));
	EXPECT_EQ(t, readable(va, 3), 2);
	EXPECT_EQ(t, protect_range(va, va + 3 * PAGE_SIZE, PAGE_KERNEL), 0);
	vunmap((void *)va);
}
