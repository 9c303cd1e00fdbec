/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_STALE_TLB_H
#define BOOTMAP_STALE_TLB_H

#include <bootmap/types.h>

/**
 * struct stale_tlb - what three witnesses say while a PTE changes
 * @page: physical addresses of two pages; the PTE leads to the first, then to the second
 * @content: the word at the start of each
 * @load_before: what a load finds while the PTE leads to the first page
 * @load_stale: what a load finds after the PTE was changed, without any TLB flush
 * @at_stale: where the hardware's translation instruction leads at that moment
 * @load_after: what a load finds after the flush
 * @at_after: where the translation instruction leads then
 */
struct stale_tlb {
	phys_addr_t page[2];
	u64 content[2];
	u64 load_before;
	u64 load_stale;
	phys_addr_t at_stale;
	u64 load_after;
	phys_addr_t at_after;
};

/**
 * stale_tlb_observe() - change a live entry without a flush, look, flush, look again
 * @seen: filled in
 *
 * Breaks break-before-make on purpose, on FIX_LAB, and leaves it unmapped. A
 * core may evict the old translation at any moment: then @load_stale is new already.
 */
void stale_tlb_observe(struct stale_tlb *seen);

/**
 * stale_tlb_show() - the same, told step by step
 */
void stale_tlb_show(void);

#endif
