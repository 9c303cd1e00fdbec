// SPDX-License-Identifier: MIT
/* More areas than one page of records describes, or one page of the directory finds. */
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <stdlib.h>
#include <tests/fault_inject.h>

/* More than 512 pages of records: these pages need a second page of the directory. */
#define MANY 70000

static struct vm_struct **many;

static void take_many(struct test *t)
{
	for (unsigned int i = 0; i < MANY; i++) {
		many[i] = get_vm_area(PAGE_SIZE, VM_MAP);
		if (!many[i] || vm_area_around(many[i]->addr) != many[i]) {
			EXPECT_TRUE(t, !"an area that its address does not find");
			return;
		}
	}
}

/* Every @step-th from @first on, so that records' pages become empty one by one, or all at the end. */
static void give_back(unsigned int first, unsigned int step)
{
	for (unsigned int i = first; i < MANY; i += step)
		free_vm_area(many[i]);
}

static unsigned long highest(void)
{
	unsigned long last = 0;

	for (unsigned int i = 0; i < MANY; i++)
		if (many[i]->addr > last)
			last = many[i]->addr;
	return last;
}

/* All that the list names are ours, in ascending order; others of this program are passed over. */
static unsigned int listed(struct test *t)
{
	const struct vm_struct *area = NULL;
	unsigned long last = 0;
	unsigned int found = 0;

	while ((area = vmalloc_next(area))) {
		EXPECT_LT(t, last, area->addr);
		last = area->addr;
		found++;
	}
	return found;
}

static void hold_many(struct test *t)
{
	unsigned long before, all_taken, last;
	unsigned int others;

	many = calloc(MANY, sizeof(*many));
	take_many(t);
	last = highest();
	all_taken = nr_free_pages();
	give_back(0, 1);
	before = nr_free_pages();
	others = listed(t);
	/* A page describes more than a hundred areas, and is freed when it describes none. */
	EXPECT_TRUE(t, before - all_taken > MANY / 128 && before - all_taken < MANY / 100);
	for (unsigned int step = 1; step < 300 && !t->failed; step = 3 * step + 1) {
		take_many(t);
		/* Numbers of records' pages are used again: one page more or less is the order's doing. */
		EXPECT_LT(t, highest(), last + 128 * 2 * PAGE_SIZE);
		EXPECT_EQ(t, nr_free_pages(), all_taken);
		EXPECT_EQ(t, listed(t), MANY + others);
		for (unsigned int first = step; first-- > 0;)
			give_back(first, step);
		EXPECT_EQ(t, nr_free_pages(), before);
		EXPECT_EQ(t, listed(t), others);
		EXPECT_EQ(t, vm_area_around(last), NULL);
		EXPECT_EQ(t, find_vm_area(last), NULL);
	}
}

TEST(records_of_many_areas_come_and_go_by_the_page)
{
	host_in_child(t, hold_many);
}

/* Addresses are random, and so is what is freed: no area may share a byte with another's slot. */
static void mix_sizes(struct test *t)
{
	enum { LIVE = 3000 };
	static struct vm_struct *live[LIVE];
	static struct vm_struct copy[LIVE];
	u32 seed = 1;

	for (unsigned int n = 0; n < 200000 && !t->failed; n++) {
		unsigned int i = (seed = seed * 1664525 + 1013904223) >> 8;
		size_t size = (1 + (i >> 12) % 9) * PAGE_SIZE;

		i %= LIVE;
		if (live[i]) {
			EXPECT_TRUE(t, live[i]->addr == copy[i].addr && live[i]->caller == i &&
					       live[i]->nr_pages == copy[i].nr_pages);
			EXPECT_EQ(t, vm_area_around(copy[i].addr + vm_area_size(&copy[i]) - 1),
				  live[i]);
			free_vm_area(live[i]);
			live[i] = NULL;
			EXPECT_EQ(t, vm_area_around(copy[i].addr), NULL);
		} else {
			live[i] = get_vm_area_at(0, size, VM_MAP, i);
			copy[i] = *live[i];
		}
	}
}

TEST(areas_of_mixed_sizes_keep_apart)
{
	host_in_child(t, mix_sizes);
}

/* The first area of a class needs three pages: two for the directory, one for its record. */
static void starve_the_first(struct test *t)
{
	static const struct {
		unsigned int failing; /* this allocation fails */
		unsigned int kept;    /* pages that the directory has afterwards */
	} attempts[] = { { 1, 0 }, { 2, 1 }, { 1, 1 }, { 2, 2 }, { 1, 2 } };
	/* A class with few slots: all of them have their records in one page. */
	const size_t size = 100UL << 30;
	unsigned long before = nr_free_pages();
	struct vm_struct *area;

	for (unsigned int i = 0; i < ARRAY_SIZE(attempts); i++) {
		allocations_until_failure = attempts[i].failing;
		EXPECT_EQ(t, get_vm_area(size, VM_MAP), NULL);
		EXPECT_EQ(t, allocations_until_failure, 0);
		EXPECT_EQ(t, nr_free_pages(), before - attempts[i].kept);
	}
	area = get_vm_area(size, VM_MAP);
	EXPECT_NE(t, area, NULL);
	EXPECT_EQ(t, nr_free_pages(), before - 3);
	EXPECT_EQ(t, vm_area_around(area->addr + size - 1), area);
}

TEST(an_area_without_memory_for_its_record_is_refused)
{
	host_in_child(t, starve_the_first);
}

/* Slots of a page of records, without those that lie under its head. */
#define PER_PAGE 126

/* The last slot of a page of records brings the next page, so that no later call needs two. */
static void take_last_slot(struct test *t)
{
	const size_t size = 1UL << 30; /* a class that nobody uses */
	struct vm_struct *first = get_vm_area(size, VM_MAP);
	unsigned long before = nr_free_pages();

	/* The last page of records stays, even if it is empty. */
	free_vm_area(first);
	EXPECT_EQ(t, nr_free_pages(), before);
	EXPECT_EQ(t, get_vm_area(size, VM_MAP), first);
	for (unsigned int n = 2; n < PER_PAGE; n++)
		EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	EXPECT_EQ(t, nr_free_pages(), before);
	EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	EXPECT_EQ(t, nr_free_pages(), before - 1);
	EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	EXPECT_EQ(t, nr_free_pages(), before - 1);
	/* Full again: but the next page is there, with free slots. */
	free_vm_area(first);
	EXPECT_EQ(t, get_vm_area(size, VM_MAP), first);
	EXPECT_EQ(t, nr_free_pages(), before - 1);
	/* Without memory for it the last slot is taken all the same, and the next call tries again. */
	for (unsigned int n = 2; n < PER_PAGE; n++)
		EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	allocations_until_failure = 1;
	EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	EXPECT_EQ(t, allocations_until_failure, 0);
	EXPECT_EQ(t, nr_free_pages(), before - 1);
	EXPECT_NE(t, get_vm_area(size, VM_MAP), NULL);
	EXPECT_EQ(t, nr_free_pages(), before - 2);
}

TEST(records_have_their_next_page_before_it_is_needed)
{
	host_in_child(t, take_last_slot);
}

/* All areas that the region of a class has room for: those under the heads of records have none. */
static void fill_region(struct test *t, size_t slot, unsigned int expected)
{
	static struct vm_struct *taken[1024];
	const size_t size = slot - PAGE_SIZE;
	unsigned long first = ~0UL, last = 0;
	unsigned int n = 0;

	while (n < ARRAY_SIZE(taken) && (taken[n] = get_vm_area(size, VM_MAP))) {
		EXPECT_EQ(t, vm_area_around(taken[n]->addr + size - 1), taken[n]);
		first = taken[n]->addr < first ? taken[n]->addr : first;
		last = taken[n]->addr > last ? taken[n]->addr : last;
		n++;
	}
	EXPECT_EQ(t, n, expected);
	EXPECT_EQ(t, first >> 41, last >> 41);
	EXPECT_EQ(t, (last - first) % slot, 0);
	while (n--) {
		free_vm_area(taken[n]);
		EXPECT_EQ(t, vm_area_around(taken[n]->addr), NULL);
	}
}

static void fill_regions(struct test *t)
{
	/* A region has 2 TiB, a page of records 128 slots, of which two lie under its head. */
	static const unsigned int areas[] = { 2, 6, 14, 30, 62, 126, 252, 504, 1008 };

	for (unsigned int i = 0; i < ARRAY_SIZE(areas); i++)
		for (int round = 0; round < 2; round++)
			fill_region(t, 1UL << (39 - i), areas[i]);
}

TEST(a_region_holds_as_many_areas_as_it_has_slots)
{
	host_in_child(t, fill_regions);
}
