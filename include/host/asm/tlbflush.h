/* SPDX-License-Identifier: MIT */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <asm/mmu.h>
#include <bootmap/layout.h>

/* A new table is complete; what follows hooks it in. */
static inline void order_table_before_link(void)
{
}

/* After entries that were invalid have become valid. */
static inline void sync_new_entries(void)
{
	mmu_sync();
}

/* Forget translations of pages just made invalid. */
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	mmu_flush(va, nr);
}

/* Forget leaves of at least @stride bytes just made invalid and, if @tables, the way to them. */
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	(void)stride;
	(void)tables;
	mmu_flush(va, (end - va) >> PAGE_SHIFT);
}

#endif
