/* SPDX-License-Identifier: MIT */
/*
 * DOC: the stale TLB
 *
 * A table entry in memory and its copy in the TLB are two things. Here they are
 * made to disagree: the entry is changed and nobody tells the TLB. The next load
 * still goes to the old page, while a fresh walk of the same tables already leads
 * to the new one.
 */
#ifndef EXPERIMENTS_STALE_TLB_H
#define EXPERIMENTS_STALE_TLB_H

#include <bootmap/pgtable.h>
#include <bootmap/types.h>

/**
 * struct tlb_cure - a way to make a TLB forget
 * @name: of the instructions
 * @flush: forget the translation of @va, at least
 * @prot: attributes of a page for which this is enough
 */
struct tlb_cure {
	const char *name;
	void (*flush)(unsigned long va);
	pgprot_t prot;
};

/* What this architecture has, the usual one first; ends with a NULL name. */
extern const struct tlb_cure tlb_cures[];

/**
 * struct stale_tlb - what three witnesses say while a PTE changes
 * @page: physical addresses of two pages; the PTE leads to the first, then to the second
 * @content: the word at the start of each
 * @load_before: what a load finds while the PTE leads to the first page
 * @load_stale: what a load finds after the PTE was changed, without any TLB flush
 * @walk_stale: where a fresh walk leads at that moment
 * @load_after: what a load finds after the flush
 * @walk_after: where a walk leads then
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
 * Breaks break-before-make on purpose, on FIX_LAB, and leaves it unmapped. A
 * core may evict the old translation at any moment: then @load_stale is new already.
 */
void stale_tlb_observe(struct stale_tlb *seen, const struct tlb_cure *cure);

/**
 * stale_tlb_show() - the same, told step by step, with every cure that there is
 */
void stale_tlb_show(void);

#endif
