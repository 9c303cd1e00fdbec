// SPDX-License-Identifier: MIT
/*
 * Operand of the TLBI …VA… instructions (C5.5): VA[55:12] in bits 43:0, whatever
 * the granule. Bits 47:44 (TTL) zero: any level. ASID unused by the …AA… forms.
 *
 * TODO: the operand.
 */
static inline u64 tlbi_operand(unsigned long va)
{
	(void)va;
	return 0;
}

/*
 * Used between filling a new table and linking it: a walk that reads the new link must also read
 * the table's entries. The walker is a separate observer, like another core.
 *
 * TODO: order is enough, nobody has to wait.
 */
static inline void order_table_before_link(void)
{
}

/*
 * After entries that were invalid have become valid.
 *
 * TODO: the walker must see the stores; then this core's next instructions may use them.
 */
static inline void sync_new_entries(void)
{
}

/**
 * flush_tlb_kernel_pages() - invalidate translations of pages whose entries were cleared
 * @va: first address, page aligned
 * @nr: number of pages, at least 1
 *
 * TODO: TLBI_RUN() does the loop. What comes before it, what after it?
 */
static inline void flush_tlb_kernel_pages(unsigned long va, unsigned long nr)
{
	(void)va;
	(void)nr;
}

/*
 * Invalidates all translations, of all levels.
 *
 * TODO: with tlbi_all().
 */
static inline void flush_tlb_kernel_all(void)
{
}

/*
 * The operations for a range, without barriers: "vaale1is" if only leaves were removed, "vaae1is"
 * if @tables were, too. If more than MAX_TLBI_OPS operations are needed, tlbi_all(). A removed
 * table counts as one more operation, although the operations for the leaves include it.
 *
 * TODO: how many operations? What is added to the operand for the next one?
 */
static inline void tlbi_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
				     bool tables)
{
	(void)va;
	(void)end;
	(void)stride;
	(void)tables;
}

/**
 * flush_tlb_kernel_range() - invalidate translations whose leaves, or tables, were removed
 * @va: first address
 * @end: after the last one
 * @stride: size of the smallest of the leaves, in bytes
 * @tables: tables were unlinked, too: the walk caches must be invalidated before the pages of these
 *	tables are used again
 *
 * TODO: tlbi_kernel_range(), and the barriers around it.
 */
static inline void flush_tlb_kernel_range(unsigned long va, unsigned long end, unsigned long stride,
					  bool tables)
{
	tlbi_kernel_range(va, end, stride, tables);
}
