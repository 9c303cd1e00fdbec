/* SPDX-License-Identifier: MIT */
/*
 * DOC: changing a table in use on x86-64
 *
 * The rules of Intel SDM volume 3, 4.10:
 *
 *   new entry where an invalid one was       store
 *     Entries that are not present are never cached (4.10.2.3), and the walker observes
 *     stores in program order. So no invalidation and no barrier is needed.
 *
 *   valid entry made invalid                 store; invlpg
 *     INVLPG drops the page's translations, global or not, and all caches of the walk,
 *     whatever address they are for (4.10.4.1). It is ordered after the store.
 *
 *   the same without INVLPG                  store; reload CR3
 *     Writing CR3 drops all translations except global ones. If CR4.PGE is set, there are
 *     global ones; clearing and setting it drops these, too.
 */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <asm/cpu.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <tests/barrier_count.h>

/* Used between filling a new table and linking it: stores are observed in program order. */
static inline void order_table_before_link(void)
{
	barrier();
}

/* After entries that were invalid have become valid. */
static inline void sync_new_entries(void)
{
	barrier();
}

static inline void invlpg(unsigned long va)
{
	COUNT_BARRIER(tlbi);
	__asm__ volatile("invlpg (%0)" ::"r"(va) : "memory");
}

/* Does not invalidate global translations. */
static inline void reload_cr3(void)
{
	write_cr(3, read_cr(3));
}

/* All translations, global ones included. */
static inline void flush_tlb_kernel_all(void)
{
	u64 cr4 = read_cr(4);

	if (cr4 & CR4_PGE) {
		write_cr(4, cr4 & ~CR4_PGE);
		write_cr(4, cr4);
	} else {
		reload_cr3();
	}
}

/* Can translations be invalidated one by one? */
static inline bool tlb_flushes_single_pages(void)
{
	return likely(boot_cpu.invlpg);
}

/* The loop is unrolled, because there can be hundreds. */
static inline void invlpg_run(unsigned long va, unsigned long nr, unsigned long stride)
{
	for (; nr % 8; nr--, va += stride)
		invlpg(va);
	for (; nr; nr -= 8)
		EIGHT_TIMES({
			invlpg(va);
			va += stride;
		});
}

/**
 * flush_tlb_kernel_pages() - invalidate translations of pages whose entries were cleared
 * @va: first address, page aligned
 * @nr: number of pages, at least 1
 */
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	if (!tlb_flushes_single_pages()) {
		flush_tlb_kernel_all();
		return;
	}
	invlpg_run(va, nr, PAGE_SIZE);
}

/* More operations than this cost more than an invalidation of the whole TLB. */
#define MAX_INVLPG_OPS 512

/**
 * flush_tlb_kernel_range() - invalidate translations whose leaves, or tables, were removed
 * @va: first address
 * @end: after the last one
 * @stride: size of the smallest of the leaves, in bytes
 * @tables: tables were unlinked, too. INVLPG also drops these from the walk caches; they count as
 *	one more operation
 */
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	unsigned long nr = (end - va + stride - 1) >> __builtin_ctzl(stride);

	if (!tlb_flushes_single_pages() || nr + tables > MAX_INVLPG_OPS)
		flush_tlb_kernel_all();
	else
		invlpg_run(va, nr, stride);
}

#endif
