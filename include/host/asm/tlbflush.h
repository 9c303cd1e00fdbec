/* SPDX-License-Identifier: MIT */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <asm/mmu.h>

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

#endif
