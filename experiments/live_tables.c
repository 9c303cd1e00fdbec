// SPDX-License-Identifier: MIT
/*
 * Changes of a table in use, each right and wrong. experiments/ordering.c makes them on the machine, and
 * tests/host/mmu_test.c in a model that objects.
 */
#include <asm/tlbflush.h>
#include <experiments/experiment.h>
#include <experiments/live_tables.h>

void fill_split_table(pte_t *table, pte_t block, pgprot_t prot)
{
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		set_pte(&table[i], pte_mkpage(pte_phys(block) + i * PAGE_SIZE, prot));
	order_table_before_link();
}

void split_at_once(pte_t *entry, unsigned long va, pte_t table)
{
	WRONG(set_pte(entry, table));
	flush_tlb_kernel_range(va, va + PMD_SIZE, PMD_SIZE, true);
}

void split_by_break(pte_t *entry, unsigned long va, pte_t table)
{
	set_pte(entry, PTE_NONE);
	flush_tlb_kernel_range(va, va + PMD_SIZE, PMD_SIZE, false);
	set_pte(entry, table);
	sync_new_entries();
}

void set_without_barrier(pte_t *entry, pte_t pte)
{
	WRONG(set_pte(entry, pte));
}

void set_with_barrier(pte_t *entry, pte_t pte)
{
	set_pte(entry, pte);
	sync_new_entries();
}
