/* SPDX-License-Identifier: MIT */
/*
 * DOC: the stale TLB
 *
 * The TLB holds copies of table entries. In this experiment an entry is changed without an
 * invalidation of its copy. The next load still reads the old page, while a walk of the tables
 * already leads to the new one. Such a copy is called stale.
 */
#ifndef EXPERIMENTS_STALE_TLB_H
#define EXPERIMENTS_STALE_TLB_H

#include <bootmap/pgtable.h>
#include <bootmap/types.h>

/**
 * struct tlb_cure - a method of invalidation
 * @name: the instructions
 * @flush: invalidates at least the translation of @va
 * @prot: attributes of a page for which this method is sufficient
 */
struct tlb_cure {
	const char *name;
	void (*flush)(unsigned long va);
	pgprot_t prot;
};

/* The methods of this architecture, the usual one first; the last entry has a NULL name. */
extern const struct tlb_cure tlb_cures[];

/* The method that need not invalidate global entries, used for one. */
extern const struct tlb_cure tlb_no_cure;

/**
 * struct stale_tlb - results of loads and walks while a PTE changes
 * @page: physical addresses of two pages; the PTE leads to the first, then to the second
 * @content: the word at the start of each
 * @load_before: value of a load while the PTE leads to the first page
 * @load_stale: value of a load after the PTE was changed, without a flush
 * @walk_stale: physical address that a walk finds at that moment
 * @load_after: value of a load after the flush
 * @walk_after: physical address that a walk finds then
 */
struct stale_tlb {
	phys_addr_t page[2];
	u64 content[2];
	u64 load_before;
	u64 load_stale;
	phys_addr_t walk_stale;
	u64 load_after;
	phys_addr_t walk_after;
};

/**
 * stale_tlb_observe() - change a live entry without a flush, look, flush, look again
 * @seen: filled in
 * @cure: how to flush
 *
 * Violates break-before-make on purpose, on FIX_LAB, and leaves it unmapped. A core may evict the
 * old translation at any moment; @load_stale is then already the new value.
 */
void stale_tlb_observe(struct stale_tlb *seen, const struct tlb_cure *cure);

/**
 * stale_tlb_show() - the same with every method, printed step by step
 */
void stale_tlb_show(void);

#endif
