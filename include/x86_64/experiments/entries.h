/* SPDX-License-Identifier: MIT */
/* Bits of x86-64's entries that experiments set or clear on purpose. */
#ifndef ASM_EXPERIMENTS_ENTRIES_H
#define ASM_EXPERIMENTS_ENTRIES_H

#include <bootmap/pgtable.h>

/* Set by the CPU when it uses the entry (SDM volume 3, 4.8) */
#define PTE_ACCESSED_BIT PTE_ACCESSED

/* A page's entry that no hardware accepts: bits of the address that this CPU does not have are reserved. */
static inline pte_t pte_reserved(pte_t pte)
{
	return (pte_t){ pte.val | (BIT(phys_addr_bits()) & PTE_ADDR_MASK) };
}

/* Not written to yet. The CPU sets the dirty bit at the first store (SDM volume 3, 4.8). */
#define PROT_CLEAN (PROT_KERNEL & ~PTE_DIRTY)

static inline pte_t pte_mkdirty(pte_t pte)
{
	return (pte_t){ pte.val | PTE_DIRTY };
}

static inline bool pte_dirty(pte_t pte)
{
	return pte.val & PTE_DIRTY;
}

/* Every x86 CPU sets them, and cannot be told not to. */
static inline void let_cpu_set_bits(bool on __attribute__((unused)))
{
}

#endif
