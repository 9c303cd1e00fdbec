/* SPDX-License-Identifier: MIT */
/*
 * DOC: what an entry of a page table and its attributes are to the compiler; <asm/pgtable.h> gives
 * the bits a meaning
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

/* The value in <asm/pgtable.h> for a memory type that the architecture lacks. */
#define NO_SUCH_TYPE __pgprot(0)

#define PTE_NONE ((pte_t){ 0 })

#endif
