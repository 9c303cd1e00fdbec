/* SPDX-License-Identifier: MIT */
/* Bits of AArch64's entries that experiments set or clear on purpose. */
#ifndef ASM_EXPERIMENTS_ENTRIES_H
#define ASM_EXPERIMENTS_ENTRIES_H

#include <bootmap/pgtable.h>

/* The access flag, which hardware may set or leave to software (Arm ARM, D8.4.6) */
#define PTE_ACCESSED_BIT PTE_AF

/* A page's entry that no hardware accepts: at level 3, bit 1 clear is reserved. */
static inline pte_t pte_reserved(pte_t pte)
{
	return (pte_t){ pte.val & ~PTE_TABLE };
}

#endif
