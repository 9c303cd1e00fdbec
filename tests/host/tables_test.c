// SPDX-License-Identifier: MIT
/* Tests of tables: which of them are freed, which level leaves have, and look-ups in them. */
#include "../unit/support.h"
#include "host.h"

#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <string.h>

static void map_and_unmap(struct test *t, unsigned long va)
{
	EXPECT_EQ(t, map_range(va, va + PAGE_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_EQ(t, leads_to(va), DEVICE);
	unmap_area(va, va + PAGE_SIZE, 0);
	EXPECT_EQ(t, leads_to(va), NOWHERE);
}

/* The first and the last page of the vmalloc area, and the pages beside them. */
static void compare_counts(struct test *t)
{
	static const struct {
		unsigned long va;
		unsigned int stay; /* tables */
	} places[] = {
		{ PAGE_OFFSET, 3 },   { VMALLOC_START - PAGE_SIZE, 3 },
		{ VMALLOC_START, 0 }, { VMALLOC_END - PAGE_SIZE, 0 },
		{ VMALLOC_END, 2 }, /* the table below the root is that of the image */
		{ KIMAGE_VADDR, 2 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++) {
		unsigned long before = nr_free_pages();

		for (int round = 0; round < 3; round++) {
			map_and_unmap(t, places[i].va);
			EXPECT_EQ(t, nr_free_pages(), before - places[i].stay);
		}
	}
}

TEST(only_tables_of_the_vmalloc_area_are_freed)
{
	host_in_child(t, compare_counts);
}

TEST(pages_that_will_change_one_by_one_are_no_block)
{
	struct vm_struct *area = get_vm_area(2 * PMD_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, end = va + 2 * PMD_SIZE;
	struct pgtable_leaf leaf;

	EXPECT_EQ(t, map_range(va, end, DEVICE, PAGE_IO, MAP_PAGES_ONLY), 0);
	EXPECT_TRUE(t, pgtable_next_leaf(va, &leaf) && pte_cont(leaf.pte));
	EXPECT_EQ(t, leaf.level, LEVEL_PTE);
	unmap_area(va, end, 0);
	EXPECT_EQ(t, map_range(va, end, DEVICE, PAGE_IO, MAP_PAGES_ONLY | MAP_NO_CONT), 0);
	EXPECT_EQ(t, protect_range(va + PAGE_SIZE, va + 2 * PAGE_SIZE, PAGE_IO_WC), 0);
	EXPECT_TRUE(t, pgtable_next_leaf(va, &leaf) && !pte_cont(leaf.pte));
	EXPECT_EQ(t, leaf.level, LEVEL_PTE);
	free_vm_area(area);
}

/* One store and one flush for each page: rights need no break-before-make. */
TEST(rights_change_in_place)
{
	struct vm_struct *area = get_vm_area(2 * PAGE_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, flushed;

	EXPECT_EQ(t, map_range(va, va + 2 * PAGE_SIZE, DEVICE, PAGE_KERNEL, 0), 0);
	flushed = barrier_count.tlbi;
	EXPECT_EQ(t, protect_range(va, va + 2 * PAGE_SIZE, PAGE_KERNEL_RO), 0);
	EXPECT_EQ(t, barrier_count.tlbi - flushed, 2);
	EXPECT_TRUE(t, !pte_writable(entry_of(va)) && !pte_writable(entry_of(va + PAGE_SIZE)));
	free_vm_area(area);
}

/* What the caller's structure held before must not show through. */
TEST(a_walk_from_no_root_has_no_steps)
{
	struct pgtable_walk walk;

	memset(&walk, 0xff, sizeof(walk));
	EXPECT_TRUE(t, !pgtable_walk(KERNEL_HALF - 1, &walk) && !walk.mapped);
	EXPECT_EQ(t, walk.depth, 0);
	EXPECT_EQ(t, walk_entry(&walk).val, 0);
	EXPECT_EQ(t, walk.phys, 0);
}

TEST(a_walk_reads_each_step_on_the_way)
{
	struct vm_struct *area = get_vm_area(2 * PAGE_SIZE, VM_IOREMAP);
	unsigned long va = area->addr;
	struct pgtable_walk walk;

	EXPECT_EQ(t, map_range(va, va + PAGE_SIZE, DEVICE, PAGE_IO, 0), 0);
	for (unsigned int mapped = 0; mapped < 2; mapped++) {
		unsigned long address = va + (mapped ? 0 : PAGE_SIZE) + 0x123;
		phys_addr_t table = __pa_symbol(init_top_pgt);

		memset(&walk, 0xff, sizeof(walk));
		EXPECT_EQ(t, pgtable_walk(address, &walk), mapped);
		EXPECT_EQ(t, walk.mapped, mapped);
		EXPECT_EQ(t, walk.depth, PGTABLE_LEVELS);
		EXPECT_EQ(t, walk.phys, mapped ? DEVICE + 0x123 : 0);
		for (int level = 0; level < walk.depth; level++) {
			EXPECT_EQ(t, walk.steps[level].table, table);
			EXPECT_EQ(t, walk.steps[level].index, table_index(address, level));
			EXPECT_EQ(t, walk.steps[level].pte.val,
				  table_from_phys(table)[table_index(address, level)].val);
			table = pte_phys(walk.steps[level].pte);
		}
	}
	free_vm_area(area);
}

TEST(the_next_leaf_is_the_one_around_an_address_or_above_it)
{
	struct vm_struct *area = get_vm_area(4 * PMD_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, block = va + PMD_SIZE;
	struct pgtable_leaf leaf = { 0 };

	EXPECT_EQ(t, map_range(va + PAGE_SIZE, va + 2 * PAGE_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_EQ(t, map_range(block, block + PMD_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_EQ(t,
		  map_range(va + 3 * PMD_SIZE + PAGE_SIZE, va + 3 * PMD_SIZE + 2 * PAGE_SIZE,
			    DEVICE, PAGE_IO, 0),
		  0);
	for (unsigned long from = va; from < va + 2 * PAGE_SIZE; from += PAGE_SIZE / 2) {
		EXPECT_TRUE(t, pgtable_next_leaf(from, &leaf));
		EXPECT_EQ(t, leaf.va, va + PAGE_SIZE);
		EXPECT_EQ(t, leaf.size, PAGE_SIZE);
		EXPECT_EQ(t, leaf.level, LEVEL_PTE);
		EXPECT_EQ(t, pte_phys(leaf.pte), DEVICE);
	}
	for (unsigned long from = va + 2 * PAGE_SIZE; from < block + PMD_SIZE;
	     from += PMD_SIZE / 4) {
		EXPECT_TRUE(t, pgtable_next_leaf(from, &leaf));
		EXPECT_EQ(t, leaf.va, block);
		EXPECT_EQ(t, leaf.size, PMD_SIZE);
		EXPECT_EQ(t, leaf.level, LEVEL_PMD);
	}
	EXPECT_TRUE(t, pgtable_next_leaf(block + PMD_SIZE, &leaf));
	EXPECT_EQ(t, leaf.va, va + 3 * PMD_SIZE + PAGE_SIZE);
	EXPECT_TRUE(t, !pgtable_next_leaf(-PAGE_SIZE, &leaf));
	EXPECT_TRUE(t, !pgtable_next_leaf(0, &leaf));
	free_vm_area(area);
}
