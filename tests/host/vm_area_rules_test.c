// SPDX-License-Identifier: MIT
/* The contract of areas (bootmap/vmalloc.h), whatever finds their addresses. */
#include "../unit/support.h"
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <stdlib.h>
#include <string.h>
#include <tests/fault_inject.h>

#define AREAS 300

static struct vm_struct *taken[AREAS];

/* One to nine pages. */
static size_t size_of(unsigned int i)
{
	return (1 + i * 7 % 9) * PAGE_SIZE;
}

static void take_all(struct test *t)
{
	for (unsigned int i = 0; i < AREAS && !t->failed; i++) {
		taken[i] = get_vm_area(size_of(i), VM_MAP);
		EXPECT_NE(t, taken[i], NULL);
	}
}

static void free_all(void)
{
	for (unsigned int i = 0; i < AREAS; i++) {
		if (taken[i])
			free_vm_area(taken[i]);
		taken[i] = NULL;
	}
}

TEST(an_area_is_in_the_window_and_records_what_was_asked)
{
	struct vm_struct *area = get_vm_area_at(DEVICE, 3 * PAGE_SIZE, VM_IOREMAP, 0x1234);

	EXPECT_NE(t, area, NULL);
	if (!area)
		return;
	EXPECT_EQ(t, area->addr & ~PAGE_MASK, 0);
	EXPECT_TRUE(t, area->addr >= VMALLOC_START);
	EXPECT_TRUE(t, area->addr + 4 * PAGE_SIZE <= VMALLOC_END);
	EXPECT_EQ(t, area->phys, DEVICE);
	EXPECT_EQ(t, area->caller, 0x1234);
	EXPECT_EQ(t, area->nr_pages, 3);
	EXPECT_EQ(t, area->flags, VM_IOREMAP);
	free_vm_area(area);
}

static int by_address(const void *a, const void *b)
{
	const struct vm_struct *one = *(struct vm_struct *const *)a;
	const struct vm_struct *two = *(struct vm_struct *const *)b;

	return one->addr < two->addr ? -1 : one->addr > two->addr;
}

static void part_apart(struct test *t)
{
	take_all(t);
	/* Holes of all sizes, then areas that go into them. */
	for (unsigned int i = 0; i < AREAS && !t->failed; i += 3)
		free_vm_area(taken[i]);
	for (unsigned int i = 0; i < AREAS && !t->failed; i += 3) {
		taken[i] = get_vm_area(size_of(i + 1), VM_MAP);
		EXPECT_NE(t, taken[i], NULL);
	}
	if (t->failed)
		return;
	qsort(taken, AREAS, sizeof(taken[0]), by_address);
	for (unsigned int i = 1; i < AREAS; i++)
		EXPECT_LT(t, taken[i - 1]->addr + vm_area_size(taken[i - 1]), taken[i]->addr);
}

TEST(areas_are_apart_by_a_guard_page)
{
	host_in_child(t, part_apart);
}

/* Also what it says about addresses just outside. */
static void expect_found(struct test *t, struct vm_struct *area)
{
	unsigned long addr = area->addr, last = addr + vm_area_size(area) - 1;

	EXPECT_EQ(t, vm_area_around(addr), area);
	EXPECT_EQ(t, vm_area_around(last), area);
	EXPECT_EQ(t, vm_area_around(last + 1), area); /* the guard page */
	EXPECT_NE(t, vm_area_around(addr - 1), area);
	EXPECT_EQ(t, find_vm_area(addr), area);
	EXPECT_EQ(t, find_vm_area(addr + PAGE_SIZE - 1), area);
	EXPECT_NE(t, find_vm_area(addr - 1), area);
	if (vm_area_size(area) > PAGE_SIZE)
		EXPECT_EQ(t, find_vm_area(addr + PAGE_SIZE), NULL);
	EXPECT_NE(t, find_vm_area(last + 1), area);
}

static void part_found(struct test *t)
{
	unsigned long addr;

	take_all(t);
	for (unsigned int i = 0; i < AREAS && !t->failed; i++)
		expect_found(t, taken[i]);
	if (t->failed)
		return;
	addr = taken[AREAS / 2]->addr;
	free_vm_area(taken[AREAS / 2]);
	taken[AREAS / 2] = NULL;
	EXPECT_EQ(t, vm_area_around(addr), NULL);
	EXPECT_EQ(t, find_vm_area(addr), NULL);
	expect_found(t, taken[AREAS / 2 - 1]);
	expect_found(t, taken[AREAS / 2 + 1]);
	free_all();
}

TEST(an_address_finds_its_area)
{
	host_in_child(t, part_found);
}

TEST(addresses_outside_the_window_find_no_area)
{
	static const unsigned long outside[] = {
		0, PAGE_SIZE, PAGE_OFFSET, VMALLOC_START - 1, VMALLOC_END, FIXADDR_TOP, ~0UL
	};
	struct vm_struct *area = get_vm_area(PAGE_SIZE, VM_MAP);

	EXPECT_NE(t, area, NULL);
	for (unsigned int i = 0; i < ARRAY_SIZE(outside); i++) {
		EXPECT_EQ(t, vm_area_around(outside[i]), NULL);
		EXPECT_EQ(t, find_vm_area(outside[i]), NULL);
	}
	if (area)
		free_vm_area(area);
}

TEST(sizes_that_no_window_holds_are_refused)
{
	struct vm_struct *area = get_vm_area(PAGE_SIZE, VM_MAP);

	EXPECT_NE(t, area, NULL); /* it does not refuse everything */
	EXPECT_EQ(t, get_vm_area(0, VM_MAP), NULL);
	EXPECT_EQ(t, get_vm_area(VMALLOC_END - VMALLOC_START + PAGE_SIZE, VM_MAP), NULL);
	/* In 32 bits, nr_pages would be 0. */
	EXPECT_EQ(t, get_vm_area(BIT(32 + PAGE_SHIFT), VM_MAP), NULL);
	/* With a guard page, these are 0 bytes, or a few. */
	for (size_t size = -PAGE_SIZE; size >= -4 * PAGE_SIZE; size -= PAGE_SIZE)
		EXPECT_EQ(t, get_vm_area(size, VM_MAP), NULL);
	if (area)
		free_vm_area(area);
}

/* Addresses are used again: all rounds together need many times the window. */
static void part_again(struct test *t)
{
	const size_t size = 100UL << 30;
	struct vm_struct *area = NULL;

	for (unsigned int round = 0; round < 2000 && !t->failed; round++) {
		area = get_vm_area(size, VM_MAP);
		EXPECT_NE(t, area, NULL);
		if (area)
			free_vm_area(area);
	}
}

TEST(addresses_are_used_again)
{
	host_in_child(t, part_again);
}

static unsigned long highest(void)
{
	unsigned long last = 0;

	for (unsigned int i = 0; i < AREAS; i++)
		if (taken[i] && taken[i]->addr > last)
			last = taken[i]->addr;
	return last;
}

static void take_pages(struct test *t, unsigned int step)
{
	for (unsigned int i = 0; i < AREAS && !t->failed; i += step) {
		taken[i] = get_vm_area(PAGE_SIZE, VM_MAP);
		EXPECT_NE(t, taken[i], NULL);
	}
}

/* Holes in the middle are used before new addresses are. */
static void part_holes(struct test *t)
{
	unsigned long last;

	take_pages(t, 1);
	last = highest();
	for (unsigned int i = 0; i < AREAS && !t->failed; i += 2)
		free_vm_area(taken[i]);
	take_pages(t, 2);
	EXPECT_TRUE(t, highest() <= last);
}

TEST(holes_are_used_before_new_addresses)
{
	host_in_child(t, part_holes);
}

static void part_records(struct test *t)
{
	unsigned long before, lost;

	for (unsigned int i = 0; i < 2; i++) {
		take_all(t);
		free_all();
	}
	before = nr_free_pages();
	for (unsigned int i = 0; i < 20 && !t->failed; i++) {
		take_all(t);
		free_all();
	}
	EXPECT_EQ(t, nr_free_pages(), before);
	/* Without memory there is no area, or it needs none; then it works again. */
	allocations_until_failure = 1;
	taken[0] = get_vm_area(PAGE_SIZE, VM_MAP);
	allocations_until_failure = 0;
	lost = !taken[0];
	taken[1] = get_vm_area(PAGE_SIZE, VM_MAP);
	EXPECT_NE(t, taken[1], NULL);
	EXPECT_TRUE(t, lost || (taken[0] && taken[0]->addr));
}

TEST(records_are_given_back)
{
	host_in_child(t, part_records);
}

static bool offset_kept(phys_addr_t phys, size_t size, size_t block)
{
	struct vm_struct *area = get_vm_area_at(phys, size, VM_IOREMAP, 0);
	bool kept = area && (area->addr - phys) % block == 0;

	if (area)
		free_vm_area(area);
	return kept;
}

TEST(blocks_can_be_used_where_they_fit)
{
	struct vm_struct *small = get_vm_area(PAGE_SIZE, VM_MAP);

	EXPECT_TRUE(t, offset_kept(DEVICE, PMD_SIZE, PMD_SIZE));
	EXPECT_TRUE(t, offset_kept(DEVICE + 0x34000, 3 * PMD_SIZE, PMD_SIZE));
	EXPECT_TRUE(t, offset_kept(DEVICE + PMD_SIZE + 0x1000, 5 * PMD_SIZE, PMD_SIZE));
	EXPECT_TRUE(t, offset_kept(DEVICE + 7 * PMD_SIZE, 2 * PUD_SIZE, PUD_SIZE));
	if (small)
		free_vm_area(small);
}

TEST(an_area_that_is_freed_is_unmapped_first)
{
	struct vm_struct *area = get_vm_area(2 * PAGE_SIZE, VM_MAP);
	unsigned long addr;

	EXPECT_NE(t, area, NULL);
	if (!area)
		return;
	addr = area->addr;
	EXPECT_EQ(t, map_range(addr, addr + 2 * PAGE_SIZE, scratch_phys(), PAGE_KERNEL, 0), 0);
	EXPECT_EQ(t, leads_to(addr), scratch_phys());
	free_vm_area(area);
	EXPECT_EQ(t, leads_to(addr), NOWHERE);
	EXPECT_EQ(t, leads_to(addr + PAGE_SIZE), NOWHERE);
}

static bool is_taken(const struct vm_struct *area)
{
	for (unsigned int i = 0; i < AREAS; i++)
		if (taken[i] == area)
			return true;
	return false;
}

/* Other areas of this program are passed over. */
static unsigned int listed(struct test *t)
{
	const struct vm_struct *area = NULL;
	unsigned long last = 0;
	unsigned int ours = 0;

	while ((area = vmalloc_next(area)) && !t->failed) {
		EXPECT_LT(t, last, area->addr);
		last = area->addr;
		ours += is_taken(area);
	}
	return ours;
}

static void part_listed(struct test *t)
{
	take_all(t);
	EXPECT_EQ(t, listed(t), AREAS);
	for (unsigned int i = 0; i < AREAS && !t->failed; i += 2) {
		free_vm_area(taken[i]);
		taken[i] = NULL;
	}
	EXPECT_EQ(t, listed(t), AREAS / 2);
	free_all();
	EXPECT_EQ(t, listed(t), 0);
}

TEST(areas_are_listed_once_in_ascending_order)
{
	host_in_child(t, part_listed);
}
