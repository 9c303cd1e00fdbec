// SPDX-License-Identifier: MIT
/*
 * Experiments with changes whose steps are out of order or missing: a block that becomes a table without
 * break-before-make, and a new entry without a barrier. Here nothing is seen of that; the host's model of
 * an MMU objects to both (tests/host/mmu_test.c). break=split and break=barrier run them.
 */
#include <asm/tlbflush.h>
#include <bootmap/fixmap.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>
#include <experiments/live_tables.h>

/* The word at the end of the block, to be found again. */
#define LAST_WORD   (PMD_SIZE - sizeof(u32))
#define LAST_NUMBER 0x2b10cu

static struct {
	void *area;
	pte_t *entry; /* NULL: it is not a block */
	pte_t block;
	pte_t *table;
} split;

static bool make_block(void)
{
	struct pgtable_walk walk;

	split.area = vmalloc(PMD_SIZE);
	split.table = alloc_pages(0);
	if (!split.area || !split.table)
		return false;
	*(u32 *)(split.area + LAST_WORD) = LAST_NUMBER;
	pgtable_walk((unsigned long)split.area, &walk);
	if (walk.depth != LEVEL_PMD + 1)
		return false;
	split.entry = (pte_t *)__va(walk.steps[LEVEL_PMD].table) + walk.steps[LEVEL_PMD].index;
	split.block = *split.entry;
	fill_split_table(split.table, split.block, PAGE_KERNEL);
	return true;
}

/* The memory is freed as it was allocated: as a block. */
static void free_block(void)
{
	if (split.entry) {
		set_pte(split.entry, PTE_NONE);
		flush_tlb_kernel_all();
		set_pte(split.entry, split.block);
		sync_new_entries();
		split.entry = NULL;
	}
	vfree(split.area);
	free_pages(split.table, 0);
}

/* What a load finds in the last page, after one before the split. */
static u32 load_around(void (*change)(pte_t *entry, unsigned long va, pte_t table))
{
	unsigned long va = (unsigned long)split.area;

	load_from(va + LAST_WORD);
	change(split.entry, va, pte_mktable(__pa(split.table)));
	return load_from(va + LAST_WORD);
}

static void split_wrong(void)
{
	if (make_block())
		pr_info("experiment: nothing is seen: a load finds 0x%x, before and after",
			load_around(split_at_once));
	else
		pr_info("experiment: no block of 2 MiB is to be had");
}

static bool split_right(void)
{
	return make_block() && load_around(split_by_break) == LAST_NUMBER;
}
EXPERIMENT(split, .what = "replace a block by a table in one store", .run = split_wrong,
	   .ending = RETURNS,
	   .why = "a TLB may hold block and pages for a moment; Arm allows an abort then",
	   .remedy = "break before make: invalid, flush, table", .cure = split_right,
	   .clean = free_block);

static void map_without_barrier(void)
{
	set_without_barrier(lab_entry(), pte_mkpage(__pa_symbol(lab_page), PAGE_KERNEL));
	load_from(fix_to_virt(FIX_LAB));
	pr_info("experiment: nothing is seen: the walk has found the new entry");
}

static bool map_with_barrier(void)
{
	set_with_barrier(lab_entry(), pte_mkpage(__pa_symbol(lab_page), PAGE_KERNEL));
	load_from(fix_to_virt(FIX_LAB));
	return true;
}
EXPERIMENT(barrier, .what = "use a new entry without a barrier", .run = map_without_barrier,
	   .ending = DEPENDS,
	   .why = "on Arm, not on x86, a walk may read the entry before the store arrives",
	   .remedy = "dsb ishst, isb: sync_new_entries()", .cure = map_with_barrier);
