/* SPDX-License-Identifier: MIT */
/* DOC: entries of one table that is in use, with the barriers and invalidations that they need */
#ifndef BOOTMAP_SET_PTES_H
#define BOOTMAP_SET_PTES_H

#include <asm/tlbflush.h>
#include <bootmap/pgtable.h>

/**
 * set_ptes() - fill a run of invalid entries of one table of pages
 * @ptep: the first
 * @phys: physical address of the first page; its low bits are dropped
 * @nr: number of pages, at least 1
 * @prot: attributes of each
 *
 * One store for each page, one pair of barriers for all.
 */
static inline void set_ptes(pte_t *ptep, phys_addr_t phys, unsigned long nr, pgprot_t prot)
{
	set_pte_run(ptep, pte_mkpage(phys, prot), nr, PAGE_SIZE);
	sync_new_entries();
}

/**
 * clear_ptes() - unmap a run of pages and invalidate their translations
 * @ptep: the first entry
 * @va: the address that it maps
 * @nr: number of pages, at least 1
 */
static inline void clear_ptes(pte_t *ptep, unsigned long va, unsigned long nr)
{
	clear_pte_run(ptep, nr);
	flush_tlb_kernel_pages(va, nr);
}

#endif
