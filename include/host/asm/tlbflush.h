/* SPDX-License-Identifier: MIT */
/* Each operation in its architectural steps, of which tests leave one out. */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <asm/mmu.h>
#include <bootmap/layout.h>

/* A new table is complete; what follows hooks it in. */
static inline void order_table_before_link(void)
{
	mmu_order();
}

/* After entries that were invalid have become valid. */
static inline void sync_new_entries(void)
{
	mmu_count.syncs++;
	mmu_barrier();
}

/* Forget translations of pages just made invalid. */
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	mmu_barrier();
	mmu_invalidate(va, nr, PAGE_SIZE, true);
	mmu_barrier();
}

/* Forget leaves of at least @stride bytes just made invalid and, if @tables, the way to them. */
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	mmu_barrier();
	mmu_invalidate(va, (end - va + stride - 1) / stride, stride, tables);
	mmu_barrier();
}

#endif
