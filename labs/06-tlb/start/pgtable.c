// SPDX-License-Identifier: MIT
/*
 * Flushes the TLB and the walk caches for [@va, @end), then frees the unlinked @tables. They are a
 * chain: the physical address of the first, or 0; the first entry of each holds the next address.
 * table_open(table, LEVEL_PTE) shows the entries, table_free() frees.
 *
 * TODO: the flush, and the loop.
 */
static void flush_and_free(unsigned long va, unsigned long end, unsigned long stride,
			   phys_addr_t tables)
{
	flush_tlb_kernel_range(va, end, stride, tables);
}

/*
 * Gives one leaf new attributes, by break-before-make if the architecture requires it. The caller
 * flushes what was changed in place.
 *
 * TODO: pte_change_is_safe() says whether one store may do it.
 */
static void change_leaf(unsigned long va, pte_t *entry, int level, pgprot_t prot)
{
	(void)va;
	set_pte(entry, pte_mkleaf(pte_phys(*entry), prot, level));
}
