// SPDX-License-Identifier: MIT
/*
 * AArch64's sequences of barriers and invalidations, before the strict MMU: what is missing in one,
 * the model objects to. Their cost is counted, too.
 */
#include "../unit/support.h"

#include <asm/mmu.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/table.h>
#include <bootmap/vmalloc.h>
#include <tests/probe.h>

/* A place for blocks and for pages of more than one table, with nothing mapped. */
#define AREA (6 * PMD_SIZE)

static struct vm_struct *area;

static unsigned long new_area(void)
{
	area = get_vm_area(AREA + PMD_SIZE, VM_MAP);
	return ROUND_UP(area->addr, PMD_SIZE);
}

/* Pages of their own, and one more, which stays, so that the tables do. */
static void map_pages(unsigned long va, unsigned long nr)
{
	map_range(va, va + (nr + 1) * PAGE_SIZE, DEVICE, PAGE_IO, MAP_PAGES_ONLY | MAP_NO_CONT);
}

static pte_t *entry_of_page(unsigned long va)
{
	struct pgtable_walk walk;

	pgtable_walk(va, &walk);
	return table_from_phys(walk.steps[LEVEL_PTE].table) + walk.steps[LEVEL_PTE].index;
}

/* The TLB holds nothing that the tables do not, and an access finds that out. */
static void expect_forgotten(struct test *t, int line, unsigned long va, unsigned long end)
{
	test_expect_eq(probe_read(va), TRAP_READ, t, line);
	test_expect_eq(probe_read(end - 1), TRAP_READ, t, line);
	test_expect_eq(mmu_stale(), 0, t, line);
}

#define EXPECT_FORGOTTEN(t, va, end) expect_forgotten(t, __LINE__, va, end)

static void expect_operations(struct test *t, int line, unsigned long nr,
			      const struct barrier_count *before)
{
	unsigned long tlbi = barrier_count.tlbi - before->tlbi;
	unsigned long dsb = barrier_count.dsb - before->dsb, isb = barrier_count.isb - before->isb;

	if (tlbi == nr && dsb == 2 && isb == 1)
		return;
	t->failed = true;
	pr_err("# line %d: tlbi: %lu, must be %lu; dsb: %lu, must be 2; isb: %lu, must be 1", line,
	       tlbi, nr, dsb, isb);
}

/* The statement must take this many operations, and one pair of barriers around all of them. */
#define EXPECT_OPERATIONS(t, nr, statement)                  \
	do {                                                 \
		struct barrier_count before = barrier_count; \
		statement;                                   \
		expect_operations(t, __LINE__, nr, &before); \
	} while (0)

TEST(a_TLBI_operand_is_the_number_of_a_page)
{
	EXPECT_EQ(t, tlbi_operand(0xffff123456789abc), 0xff123456789);
	EXPECT_EQ(t, tlbi_operand(0x1000), 1);
	EXPECT_EQ(t, tlbi_operand(0xfff), 0);
}

TEST(new_entries_need_barriers_and_no_invalidation)
{
	struct barrier_count before = barrier_count;

	set_ptes(entry_of_page(fix_to_virt(FIX_LAB)), scratch_phys(), 1, PAGE_KERNEL);
	EXPECT_TRUE(t, loads(fix_to_virt(FIX_LAB)));
	EXPECT_EQ(t, barrier_count.dsb - before.dsb, 1);
	EXPECT_EQ(t, barrier_count.isb - before.isb, 1);
	EXPECT_EQ(t, barrier_count.tlbi - before.tlbi, 0);
	clear_fixmap(FIX_LAB);
}

TEST(new_tables_are_ordered_before_their_links)
{
	unsigned long va = new_area();

	EXPECT_EQ(t, map_range(va, va + PAGE_SIZE, scratch_phys(), PAGE_KERNEL, 0), 0);
	EXPECT_TRUE(t, loads(va));
	free_vm_area(area);
}

TEST(each_page_whose_entry_was_cleared_is_forgotten)
{
	static const unsigned long lengths[] = { 1, 2, 7, 8, 9, 16, 31 };
	unsigned long va = new_area();

	map_pages(va, 32);
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		pte_t *ptep = entry_of_page(va);

		EXPECT_OPERATIONS(t, lengths[i], clear_ptes(ptep, va, lengths[i]));
		EXPECT_FORGOTTEN(t, va, va + lengths[i] * PAGE_SIZE);
		set_ptes(ptep, DEVICE, lengths[i], PAGE_IO);
	}
	free_vm_area(area);
}

TEST(each_leaf_of_a_range_is_forgotten)
{
	static const unsigned long lengths[] = { 1, 2, 9, 511, 512, 513, 1000 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long va = new_area(), end = va + lengths[i] * PAGE_SIZE;

		map_pages(va, lengths[i]);
		EXPECT_EQ(t, unmap_range(va, end), 0);
		EXPECT_FORGOTTEN(t, va, end);
		free_vm_area(area);
	}
}

TEST(a_range_takes_one_operation_for_each_leaf)
{
	unsigned long va = new_area();

	EXPECT_OPERATIONS(t, 1, flush_tlb_kernel_range(va, va + PAGE_SIZE, PAGE_SIZE, false));
	EXPECT_OPERATIONS(t, 3, flush_tlb_kernel_range(va, va + 3 * PAGE_SIZE, PAGE_SIZE, false));
	EXPECT_OPERATIONS(t, 1, flush_tlb_kernel_range(va, va + PMD_SIZE, PMD_SIZE, false));
	EXPECT_OPERATIONS(t, 4, flush_tlb_kernel_range(va, va + 4 * PMD_SIZE, PMD_SIZE, true));
	free_vm_area(area);
}

TEST(more_operations_than_the_limit_are_one)
{
	unsigned long va = new_area(), most = va + MAX_TLBI_OPS * PAGE_SIZE;

	EXPECT_OPERATIONS(t, MAX_TLBI_OPS, flush_tlb_kernel_range(va, most, PAGE_SIZE, false));
	EXPECT_OPERATIONS(t, 1, flush_tlb_kernel_range(va, most + PAGE_SIZE, PAGE_SIZE, false));
	EXPECT_OPERATIONS(t, MAX_TLBI_OPS - 1,
			  flush_tlb_kernel_range(va, most - PAGE_SIZE, PAGE_SIZE, true));
	EXPECT_OPERATIONS(t, 1, flush_tlb_kernel_range(va, most, PAGE_SIZE, true));
	free_vm_area(area);
}

/* The range begins a page before the leaf, so it is no multiple of the leaf's size. */
TEST(a_block_behind_a_hole_is_forgotten)
{
	unsigned long va = new_area() + PMD_SIZE;

	EXPECT_EQ(t, map_range(va, va + PMD_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_EQ(t, unmap_range(va - PAGE_SIZE, va + PMD_SIZE), 0);
	EXPECT_FORGOTTEN(t, va, va + PMD_SIZE);
	free_vm_area(area);
}

TEST(blocks_are_forgotten_with_one_operation_each)
{
	unsigned long va = new_area(), end = va + 4 * PMD_SIZE;

	EXPECT_EQ(t, map_range(va, end + PMD_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_OPERATIONS(t, 4, unmap_range(va, end));
	EXPECT_FORGOTTEN(t, va, end);
	free_vm_area(area);
}

TEST(everything_is_forgotten_tables_too)
{
	unsigned long va = new_area();

	map_pages(va, 2);
	clear_pte_run(entry_of_page(va), 2);
	EXPECT_OPERATIONS(t, 1, flush_tlb_kernel_all());
	EXPECT_FORGOTTEN(t, va, va + 2 * PAGE_SIZE);
	set_ptes(entry_of_page(va), DEVICE, 2, PAGE_IO);
	free_vm_area(area);
}

/* The strict MMU objects to a table that is freed too early, and tables must not get lost. */
TEST(tables_are_freed_once_the_walk_caches_forgot_them)
{
	static const unsigned long lengths[] = { 1, 300, PTRS_PER_TABLE, 2 * PTRS_PER_TABLE + 5 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		unsigned long va = new_area(), end = va + (lengths[i] + 1) * PAGE_SIZE;
		unsigned long before = nr_free_pages();

		map_pages(va, lengths[i]);
		EXPECT_LT(t, nr_free_pages(), before);
		EXPECT_EQ(t, unmap_range(va, end), 0);
		EXPECT_EQ(t, nr_free_pages(), before);
		EXPECT_FORGOTTEN(t, va, end);
		free_vm_area(area);
	}
}

/* An interrupt may use the page at any moment: an entry that need not go stays. */
TEST(rights_change_without_a_gap)
{
	unsigned long va = new_area(), end = va + 2 * PAGE_SIZE;

	EXPECT_EQ(t, map_range(va, end, scratch_phys(), PAGE_KERNEL, 0), 0);
	EXPECT_OPERATIONS(t, 2, protect_range(va, end, PAGE_KERNEL_RO));
	EXPECT_TRUE(t, loads(va + PAGE_SIZE) && !stores(va + PAGE_SIZE));
	free_vm_area(area);
}

TEST(another_memory_type_goes_by_break_before_make)
{
	unsigned long va = new_area();

	map_pages(va, 2);
	EXPECT_EQ(t, map_range(va + PMD_SIZE, va + 2 * PMD_SIZE, DEVICE, PAGE_IO, 0), 0);
	EXPECT_EQ(t, protect_range(va, va + 2 * PMD_SIZE, PAGE_IO_WC), 0);
	EXPECT_TRUE(t, pte_same_type(entry_of(va), pte_mkpage(0, PAGE_IO_WC)));
	EXPECT_TRUE(t, pte_same_type(entry_of(va + PMD_SIZE), pte_mkpage(0, PAGE_IO_WC)));
	EXPECT_EQ(t, leads_to(va + 2 * PAGE_SIZE), DEVICE + 2 * PAGE_SIZE);
	EXPECT_EQ(t, leads_to(va + PMD_SIZE), DEVICE);
	EXPECT_TRUE(t, loads(va + PMD_SIZE));
	EXPECT_EQ(t, mmu_stale(), 0);
	free_vm_area(area);
}
