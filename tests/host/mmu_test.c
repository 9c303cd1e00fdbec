// SPDX-License-Identifier: MIT
/*
 * The strict MMU itself: each rule broken once, in a process of its own, and the right
 * sequence beside it.
 */
#include "host.h"

#include <asm/mmu.h>
#include <asm/page.h>
#include <asm/tlbflush.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>
#include <experiments/live_tables.h>
#include <string.h>

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

/* What the part does last must be objected to, in these words. */
#define OBJECTS(name, preparation, wrong, words)              \
	static void name##_part(struct test *t)               \
	{                                                     \
		map_one_page();                               \
		preparation;                                  \
		EXPECT_TRAP(t, TRAP_OTHER, wrong);            \
		EXPECT_TRUE(t, strstr(mmu_objection, words)); \
	}                                                     \
	TEST(name)                                            \
	{                                                     \
		host_in_child(t, name##_part);                \
	}

static void remake(void)
{
	set_pte(entry_at(3), pte_mkpage(other, PAGE_KERNEL));
}

/* The entry goes, and the walker knows. */
static void break_it(void)
{
	set_pte(entry_at(3), PTE_NONE);
	dsb(ishst);
}

static phys_addr_t unhooked;

static void unhook(void)
{
	unhooked = pte_phys(*entry_at(2));
	set_pte(entry_at(2), PTE_NONE);
}

static void flush(const char *operation)
{
	dsb(ishst);
	TLBI(operation, tlbi_operand(va));
	dsb(ish);
	isb();
}

OBJECTS(pitfall_25_one_valid_entry_becomes_another, (void)0, remake(), "break-before-make")

OBJECTS(pitfall_21_invalidation_before_the_store_is_visible, set_pte(entry_at(3), PTE_NONE),
	TLBI("vaale1is", tlbi_operand(va)), "tlbi before the store was visible")

OBJECTS(everything_invalidated_before_the_store_is_visible, set_pte(entry_at(3), PTE_NONE),
	tlbi_all(), "tlbi before the store was visible")

/* It orders stores with stores, but an invalidation is no store. */
OBJECTS(
	a_dmb_is_not_enough_before_an_invalidation,
	{
		set_pte(entry_at(3), PTE_NONE);
		dmb(ishst);
	},
	TLBI("vaale1is", tlbi_operand(va)), "tlbi before the store was visible")

OBJECTS(
	a_barrier_for_one_core_is_not_enough_before_an_invalidation,
	{
		set_pte(entry_at(3), PTE_NONE);
		dsb(nshst);
	},
	TLBI("vaale1is", tlbi_operand(va)), "tlbi before the store was visible")

OBJECTS(
	a_barrier_for_loads_is_not_enough_before_an_invalidation,
	{
		set_pte(entry_at(3), PTE_NONE);
		dsb(ishld);
	},
	TLBI("vaale1is", tlbi_operand(va)), "tlbi before the store was visible")

OBJECTS(pitfall_24_no_invalidation_at_all, break_it(), remake(), "no tlbi for it")

OBJECTS(an_entry_made_again_without_any_barrier, set_pte(entry_at(3), PTE_NONE), remake(),
	"no dsb after the store")

OBJECTS(
	an_invalidation_of_another_address_does_not_count,
	{
		break_it();
		TLBI("vaae1is", tlbi_operand(va + PAGE_SIZE));
		dsb(ish);
	},
	remake(), "no tlbi for it")

OBJECTS(
	an_invalidation_that_nobody_waits_for,
	{
		break_it();
		TLBI("vaae1is", tlbi_operand(va));
	},
	remake(), "no dsb after the tlbi")

OBJECTS(
	a_barrier_for_stores_does_not_wait_for_invalidations,
	{
		break_it();
		TLBI("vaae1is", tlbi_operand(va));
		dsb(ishst);
		isb();
	},
	remake(), "no dsb after the tlbi")

OBJECTS(
	a_barrier_for_one_core_does_not_wait_for_the_others,
	{
		break_it();
		TLBI("vaae1is", tlbi_operand(va));
		dsb(nsh);
		isb();
	},
	remake(), "no dsb after the tlbi")

OBJECTS(pitfall_20_an_address_is_no_operand, break_it(), TLBI("vaae1is", va), "not VA[55:12]")

OBJECTS(an_operand_with_the_upper_bits_of_the_address, break_it(),
	TLBI("vaae1is", va >> PAGE_SHIFT), "not VA[55:12]")

OBJECTS(other_cores_must_hear_of_an_invalidation, break_it(), TLBI("vaae1", tlbi_operand(va)),
	"on all cores")

OBJECTS(an_invalidation_for_another_exception_level, break_it(), TLBI("vae2is", tlbi_operand(va)),
	"on all cores")

OBJECTS(an_access_that_a_stale_entry_may_serve, break_it(), mmu_access(va, 1, TRAP_READ),
	"no tlbi for it")

OBJECTS(
	an_access_before_the_isb,
	{
		break_it();
		TLBI("vaae1is", tlbi_operand(va));
		dsb(ish);
	},
	mmu_access(va, 1, TRAP_READ), "no isb")

OBJECTS(pitfall_41_memory_freed_before_the_TLB_forgot, set_pte(entry_at(3), PTE_NONE),
	arch_free_pages(__va(page), 0), "memory freed before the TLB forgot it")

OBJECTS(
	memory_freed_before_the_invalidation_finished,
	{
		break_it();
		TLBI("vaale1is", tlbi_operand(va));
	},
	arch_free_pages(__va(page), 0), "no dsb after the tlbi")

OBJECTS(pitfall_29_table_freed_before_walk_caches_forgot, unhook(),
	arch_free_pages(__va(unhooked), 0), "before walk caches forgot it")

OBJECTS(
	pitfall_28_leaf_invalidation_is_not_enough_for_a_table,
	{
		unhook();
		flush("vaale1is");
	},
	arch_free_pages(__va(unhooked), 0), "before walk caches forgot it")

OBJECTS(a_table_freed_while_it_is_hooked_in, (void)0,
	arch_free_pages(__va(pte_phys(*entry_at(2))), 0), "while walks can meet it")

OBJECTS(
	pitfall_26_block_over_a_table_that_walks_may_still_meet,
	{
		unhook();
		flush("vaale1is");
	},
	set_pte(entry_at(2), pte_mkleaf(0, PAGE_IO, 2)), "no tlbi for it")

static pte_t *new_table(void)
{
	pte_t *table = alloc_pages(0);

	clear_page(table);
	set_pte(table, pte_mkpage(page, PAGE_KERNEL));
	return table;
}

OBJECTS(
	a_table_hooked_in_before_its_entries_were_ordered, { va += PMD_SIZE; },
	{
		pte_t *table = new_table();

		set_pte(entry_at(2), pte_mktable(__pa(table)));
	},
	"before its entries were ordered")

OBJECTS(pitfall_18_a_block_must_be_aligned, va += PMD_SIZE,
	set_pte(entry_at(2), pte_mkleaf(PAGE_SIZE, PAGE_IO, 2)), "not aligned")

OBJECTS(pitfall_19_level_0_has_no_blocks, va = PAGE_OFFSET,
	set_pte(entry_at(0), pte_mkleaf(0, PAGE_IO, 0)), "level 0")

OBJECTS(
	a_contiguous_group_must_be_whole,
	{
		va = (va | (CONT_PTES * PAGE_SIZE - 1)) + 1;
		set_pte_run(entry_at(3), pte_mkpage(0, pgprot_cont(PAGE_IO)), CONT_PTES - 1,
			    PAGE_SIZE);
	},
	dsb(ishst), "not whole")

/* Not a broken rule: such an access faults, at least now and then. */
static void a_new_entry_needs_both(struct test *t)
{
	map_one_page();
	va += PAGE_SIZE;
	remake();
	EXPECT_TRAP(t, TRAP_READ, mmu_access(va, 1, TRAP_READ));
	isb();
	EXPECT_TRAP(t, TRAP_READ, mmu_access(va, 1, TRAP_READ));
	dsb(ishst);
	EXPECT_TRAP(t, TRAP_READ, mmu_access(va, 1, TRAP_READ));
	isb();
	EXPECT_EQ(t, mmu_access(va, 1, TRAP_READ), __va(other));
}

TEST(a_new_entry_needs_a_dsb_and_then_an_isb)
{
	host_in_child(t, a_new_entry_needs_both);
}

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
	split_at_once(entry_at(2), va, table), "break-before-make")

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
	flush("vaale1is");
	EXPECT_EQ(t, mmu_stale(), 0);
	arch_free_pages(__va(page), 0);
	remake();
	sync_new_entries();
	EXPECT_EQ(t, mmu_access(va, 1, TRAP_READ), __va(other));
	set_pte(entry_at(3), pte_mkpage(other, PAGE_KERNEL_RO)); /* permissions, in place */
	flush("vale1is");
	unhook();
	flush("vaae1is");
	EXPECT_EQ(t, mmu_stale(), 0);
	arch_free_pages(__va(unhooked), 0);
	set_pte(entry_at(1), PTE_NONE);
	flush_tlb_kernel_all();
	EXPECT_EQ(t, mmu_stale(), 0);
}

TEST(the_strict_MMU_lets_the_right_sequences_pass)
{
	host_in_child(t, the_right_way);
}
