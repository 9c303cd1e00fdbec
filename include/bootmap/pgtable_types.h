/* SPDX-License-Identifier: MIT */
/*
 * DOC: an entry of a page table, and what all architectures have in common about one
 *
 * <asm/pgtable.h> defines the bits, includes this, and adds how it encodes an entry. These bits have a name
 * on every architecture, and are 0 where it has no such thing:
 *
 *   PTE_VALID        the entry is used
 *   PTE_USER         open to user mode
 *   PTE_CONT         one of CONT_PTES entries that may share an entry of the TLB
 *   PTE_MAY_CHANGE   bits of a valid entry that one store may change
 */
#ifndef BOOTMAP_PGTABLE_TYPES_H
#define BOOTMAP_PGTABLE_TYPES_H

#include <bootmap/layout.h>
#include <bootmap/types.h>

/* One entry of a table of any level. */
typedef struct {
	u64 val;
} pte_t;

typedef struct {
	u64 val;
} pgprot_t;

#define __pgprot(bits) ((pgprot_t){ (bits) })

/* What <asm/pgtable.h> says where an architecture lacks a memory type. */
#define NO_SUCH_TYPE __pgprot(0)

#define PTE_NONE ((pte_t){ 0 })

static inline bool pte_valid(pte_t pte)
{
	return pte.val & PTE_VALID;
}

static inline bool pte_user(pte_t pte)
{
	return pte.val & PTE_USER;
}

static inline bool pte_cont(pte_t pte)
{
	return pte.val & PTE_CONT;
}

static inline pgprot_t pgprot_cont(pgprot_t prot)
{
	return __pgprot(prot.val | PTE_CONT);
}

/*
 * May an entry change from @old to @new in one store? Rights and software bits may. Address, size, memory
 * type and the contiguous hint of a valid entry need break-before-make.
 */
static inline bool pte_change_is_safe(pte_t old, pte_t new)
{
	return !pte_valid(old) || !pte_valid(new) || !((old.val ^ new.val) & ~PTE_MAY_CHANGE);
}

#endif
