// SPDX-License-Identifier: MIT
/*
 * The strict MMU itself: each rule broken once, in a process of its own, and the right
 * sequence beside it.
 */
#include "host.h"

#include <asm/mmu.h>
#include <asm/page.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>
#include <experiments/live_tables.h>

/* An address with one page mapped, and the entries on the way to it. */
static unsigned long va;
static phys_addr_t page, other;

static pte_t *entry_at(int level)
{
	struct pgtable_walk walk;

	pgtable_walk(va, &walk);
	return table_from_phys(walk.steps[level].table) + walk.steps[level].index;
}

static void map_one_page(void)
{
	va = get_vm_area(2 * PAGE_SIZE, VM_MAP)->addr;
	page = __pa(alloc_pages(0));
	other = __pa(alloc_pages(0));
	map_range(va, va + PAGE_SIZE, page, PAGE_KERNEL, 0);
}

/* What the part does last must be objected to. */
#define OBJECTS(name, preparation, wrong)          \
	static void name##_part(struct test *t)    \
	{                                          \
		map_one_page();                    \
		preparation;                       \
		EXPECT_TRAP(t, TRAP_OTHER, wrong); \
	}                                          \
	TEST(name)                                 \
	{                                          \
		host_in_child(t, name##_part);     \
	}

static void remake(void)
{
	set_pte(entry_at(3), pte_mkpage(other, PAGE_KERNEL));
}

OBJECTS(pitfall_25_one_valid_entry_becomes_another, (void)0, remake())

OBJECTS(
	pitfall_21_invalidation_before_the_store_is_visible,
	{
		set_pte(entry_at(3), PTE_NONE);
		mmu_invalidate(va, 1, PAGE_SIZE, false);
		mmu_barrier();
	},
	remake())

OBJECTS(
	pitfall_24_no_invalidation_at_all,
	{
		set_pte(entry_at(3), PTE_NONE);
		mmu_barrier();
	},
	remake())

OBJECTS(
	an_invalidation_of_another_address_does_not_count,
	{
		set_pte(entry_at(3), PTE_NONE);
		mmu_barrier();
		mmu_invalidate(va + PAGE_SIZE, 1, PAGE_SIZE, true);
		mmu_barrier();
	},
	remake())

OBJECTS(
	an_access_that_a_stale_entry_may_serve,
	{
		set_pte(entry_at(3), PTE_NONE);
		mmu_barrier();
	},
	mmu_access(va, 1, TRAP_READ))

OBJECTS(pitfall_41_memory_freed_before_the_TLB_forgot, set_pte(entry_at(3), PTE_NONE),
	arch_free_pages(__va(page), 0))

OBJECTS(
	memory_freed_before_the_invalidation_finished,
	{
		set_pte(entry_at(3), PTE_NONE);
		mmu_barrier();
		mmu_invalidate(va, 1, PAGE_SIZE, false);
	},
	arch_free_pages(__va(page), 0))

static phys_addr_t unhooked;

static void unhook(void)
{
	unhooked = pte_phys(*entry_at(2));
	set_pte(entry_at(2), PTE_NONE);
}

OBJECTS(pitfall_29_table_freed_before_walk_caches_forgot, unhook(),
	arch_free_pages(__va(unhooked), 0))

OBJECTS(
	pitfall_28_leaf_invalidation_is_not_enough_for_a_table,
	{
		unhook();
		mmu_barrier();
		mmu_invalidate(va, 1, PAGE_SIZE, false);
		mmu_barrier();
	},
	arch_free_pages(__va(unhooked), 0))

OBJECTS(a_table_freed_while_it_is_hooked_in, (void)0,
	arch_free_pages(__va(pte_phys(*entry_at(2))), 0))

OBJECTS(
	pitfall_26_block_over_a_table_that_walks_may_still_meet,
	{
		unhook();
		mmu_barrier();
		mmu_invalidate(va, 1, PAGE_SIZE, false);
		mmu_barrier();
	},
	set_pte(entry_at(2), pte_mkleaf(0, PAGE_IO, 2)))

static pte_t *new_table(void)
{
	pte_t *table = alloc_pages(0);

	clear_page(table);
	return table;
}

OBJECTS(
	a_table_hooked_in_before_its_entries_were_ordered, { va += PMD_SIZE; },
	{
		pte_t *table = new_table();

		set_pte(table, pte_mkpage(page, PAGE_KERNEL));
		set_pte(entry_at(2), pte_mktable(__pa(table)));
	})

OBJECTS(pitfall_18_a_block_must_be_aligned, va += PMD_SIZE,
	set_pte(entry_at(2), pte_mkleaf(PAGE_SIZE, PAGE_IO, 2)))

OBJECTS(pitfall_19_level_0_has_no_blocks, va = PAGE_OFFSET,
	set_pte(entry_at(0), pte_mkleaf(0, PAGE_IO, 0)))

OBJECTS(
	a_contiguous_group_must_be_whole,
	{
		va = (va | (CONT_PTES * PAGE_SIZE - 1)) + 1;
		set_pte_run(entry_at(3), pte_mkpage(0, pgprot_cont(PAGE_IO)), CONT_PTES - 1,
			    PAGE_SIZE);
	},
	mmu_barrier())

/* The experiments' own changes, which the machine lets pass. It logs their lines; this does not. */
void show_wrong_line(const char *file, int line, const char *statement)
{
	(void)file;
	(void)line;
	(void)statement;
}

/* From here on @va is that of a block. Return: an entry that leads to a table for the same memory. */
static pte_t map_a_block(void)
{
	pte_t *table = alloc_pages(0);

	va = get_vm_area(PMD_SIZE, VM_MAP)->addr;
	page = __pa(alloc_pages(PMD_SHIFT - PAGE_SHIFT));
	map_range(va, va + PMD_SIZE, page, PAGE_KERNEL, 0);
	fill_split_table(table, *entry_at(2), PAGE_KERNEL);
	return pte_mktable(__pa(table));
}

OBJECTS(a_block_is_split_without_a_break, pte_t table = map_a_block(),
	split_at_once(entry_at(2), va, table))

static void split_part(struct test *t)
{
	unsigned long last = PMD_SIZE - 1;
	pte_t table = map_a_block();

	EXPECT_EQ(t, mmu_access(va + last, 1, TRAP_READ), __va(page + last));
	split_by_break(entry_at(2), va, table);
	EXPECT_EQ(t, mmu_stale(), 0);
	EXPECT_EQ(t, mmu_access(va, 1, TRAP_READ), __va(page));
	EXPECT_EQ(t, mmu_access(va + last, 1, TRAP_READ), __va(page + last));
}

TEST(a_block_is_split_by_break_before_make)
{
	host_in_child(t, split_part);
}

/* Until a barrier the walk finds the entry that was there: an invalid one. */
static void barrier_part(struct test *t)
{
	map_one_page();
	va += PAGE_SIZE;
	set_without_barrier(entry_at(3), pte_mkpage(other, PAGE_KERNEL));
	EXPECT_TRAP(t, TRAP_READ, mmu_access(va, 1, TRAP_READ));
	set_pte(entry_at(3), PTE_NONE);
	flush_tlb_kernel_pages(va, 1);
	set_with_barrier(entry_at(3), pte_mkpage(other, PAGE_KERNEL));
	EXPECT_EQ(t, mmu_access(va, 1, TRAP_READ), __va(other));
}

TEST(a_new_entry_without_a_barrier_is_not_seen)
{
	host_in_child(t, barrier_part);
}

TEST(I5_pitfall_49_ioremap_before_vmalloc_init_is_refused)
{
	EXPECT_EQ(t, host_early.ioremapped, NULL);
	EXPECT_TRUE(t, host_early.named);
}

static void the_right_way(struct test *t)
{
	map_one_page();
	set_pte(entry_at(3), PTE_NONE);
	mmu_barrier();
	mmu_invalidate(va, 1, PAGE_SIZE, false);
	mmu_barrier();
	EXPECT_EQ(t, mmu_stale(), 0);
	arch_free_pages(__va(page), 0);
	remake();
	/* The walker has not seen it yet: a fault, but no broken rule. */
	EXPECT_TRAP(t, TRAP_READ, mmu_access(va, 1, TRAP_READ));
	mmu_barrier();
	EXPECT_EQ(t, mmu_access(va, 1, TRAP_READ), __va(other));
	set_pte(entry_at(3), pte_mkpage(other, PAGE_KERNEL_RO)); /* permissions, in place */
	mmu_barrier();
	mmu_invalidate(va, 1, PAGE_SIZE, false);
	mmu_barrier();
	unhook();
	mmu_barrier();
	mmu_invalidate(va, 1, PAGE_SIZE, true);
	mmu_barrier();
	EXPECT_EQ(t, mmu_stale(), 0);
	arch_free_pages(__va(unhooked), 0);
}

TEST(the_strict_MMU_lets_the_right_sequences_pass)
{
	host_in_child(t, the_right_way);
}
