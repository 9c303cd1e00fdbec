// SPDX-License-Identifier: MIT
/* What test_compile.py looks at in assembly: entries set and cleared, tables hooked in, ranges flushed. */
#include <bootmap/pgtable.h>
#include <bootmap/table.h>

/* Everything that it calls becomes part of the function. */
#define WHOLE __attribute__((flatten))

void set_one(pte_t *ptep, phys_addr_t phys);
void set_one(pte_t *ptep, phys_addr_t phys)
{
	set_ptes(ptep, phys, 1, PAGE_KERNEL);
}

void clear_one(pte_t *ptep, unsigned long va);
void clear_one(pte_t *ptep, unsigned long va)
{
	clear_ptes(ptep, va, 1);
}

void hook_in(pte_t *parent, pte_t *table, phys_addr_t phys);
WHOLE void hook_in(pte_t *parent, pte_t *table, phys_addr_t phys)
{
	set_pte(table, pte_mkpage(phys, PAGE_KERNEL));
	order_table_before_link();
	set_pte(parent, pte_mktable(phys));
	sync_new_entries();
}

/* Ranges of constant length: so the compiler leaves only the branch that is taken. */
#define FLUSH(name, nr, tables)                                                     \
	void name(unsigned long va);                                                \
	WHOLE void name(unsigned long va)                                           \
	{                                                                           \
		flush_tlb_kernel_range(va, va + (nr)*PAGE_SIZE, PAGE_SIZE, tables); \
	}
FLUSH(flush_one, 1, false)
FLUSH(flush_one_and_table, 1, true)
FLUSH(flush_most, 512, false)
FLUSH(flush_most_and_table, 511, true)
FLUSH(flush_more, 513, false)
FLUSH(flush_more_and_table, 512, true)

void flush_block(unsigned long va);
WHOLE void flush_block(unsigned long va)
{
	flush_tlb_kernel_range(va, va + PUD_SIZE, PMD_SIZE, false);
}
