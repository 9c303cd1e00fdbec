// SPDX-License-Identifier: MIT
/* What test_compile.py looks at in assembly: one entry set, one entry cleared. */
#include <bootmap/pgtable.h>

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
