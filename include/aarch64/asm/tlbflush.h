/* SPDX-License-Identifier: MIT */
/*
 * DOC: changing a table in use on AArch64
 *
 * The rules of Arm ARM DDI 0487J.a, D8.13 to D8.16:
 *
 *   new entry where an invalid one was       store; dsb ishst; isb
 *     Invalid entries are never cached, so nothing must be invalidated. The dsb
 *     makes the store visible to the table walker before any later access
 *     (D8.2.6: walks are separate observers). After the isb, instructions are
 *     fetched and translated with the new entry.
 *
 *   valid entry made invalid                 store; dsb ishst; tlbi; dsb ish; isb
 *     dsb ishst: the store must be visible before the TLBI. Otherwise a walk
 *     between the two could cache the old entry again. dsb ish: waits until the
 *     TLBI has finished on all cores of the inner-shareable domain. isb: this core
 *     discards instructions that it fetched with the old translation.
 *
 *   valid entry to another valid one         never directly: invalidate first
 *     (break-before-make, D8.16.1).
 */
#ifndef ASM_TLBFLUSH_H
#define ASM_TLBFLUSH_H

#include <asm/barrier.h>
#include <asm/pgtable.h>

/*
 * Operand of the TLBI …VA… instructions (C5.5): VA[55:12] in bits 43:0, whatever
 * the granule. Bits 47:44 (TTL) zero: any level. ASID unused by the …AA… forms.
 */
static inline u64 tlbi_operand(unsigned long va)
{
	return (va >> 12) & GENMASK(43, 0);
}

/*
 * Used between filling a new table and linking it: a walk that reads the new link must also read
 * the table's entries. The walker is a separate observer, like another core.
 */
static inline void order_table_before_link(void)
{
	dmb(ishst);
}

/* After entries that were invalid have become valid. */
static inline void sync_new_entries(void)
{
	dsb(ishst);
	isb();
}

/* Each operation invalidates one address. The loop is unrolled, because there can be hundreds. */
#define TLBI_RUN(operation, operand, nr, step)                \
	do {                                                  \
		for (; (nr) % 8; (nr)--, (operand) += (step)) \
			TLBI(operation, operand);             \
		for (; (nr); (nr) -= 8)                       \
			EIGHT_TIMES({                         \
				TLBI(operation, operand);     \
				(operand) += (step);          \
			});                                   \
	} while (0)

/**
 * flush_tlb_kernel_pages() - invalidate translations of pages whose entries were cleared
 * @va: first address, page aligned
 * @nr: number of pages, at least 1
 */
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	u64 operand = tlbi_operand(va);

	dsb(ishst);
	TLBI_RUN("vaae1is", operand, nr, 1);
	dsb(ish);
	isb();
}

/* More operations than this cost more than an invalidation of the whole TLB. */
#define MAX_TLBI_OPS 512

static inline void flush_tlb_kernel_all(void)
{
	dsb(ishst);
	tlbi_all();
	dsb(ish);
	isb();
}

/*
 * A removed table counts as one more operation, although the operations for the leaves include it.
 */
static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	u64 operand = tlbi_operand(va), step = tlbi_operand(stride);
	unsigned long nr = (end - va + stride - 1) >> __builtin_ctzl(stride);

	if (nr + tables > MAX_TLBI_OPS)
		tlbi_all();
	else if (tables)
		TLBI_RUN("vaae1is", operand, nr, step);
	else
		TLBI_RUN("vaale1is", operand, nr, step);
}

/**
 * flush_tlb_kernel_range() - invalidate translations whose leaves, or tables, were removed
 * @va: first address
 * @end: after the last one
 * @stride: size of the smallest of the leaves, in bytes
 * @tables: tables were unlinked, too: the walk caches must be invalidated before the pages of these
 *	tables are used again
 */
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	dsb(ishst);
	if (end - va <= stride && !tables)
		TLBI("vaale1is", tlbi_operand(va));
	else
		tlbi_kernel_range(va, end, stride, tables);
	dsb(ish);
	isb();
}

#endif
