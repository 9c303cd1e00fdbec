// SPDX-License-Identifier: MIT
// The chain is taken from its front, and the new entry is made last in one place.
static void flush_and_free(unsigned long va, unsigned long end, unsigned long stride,
			   phys_addr_t tables)
{
	flush_tlb_kernel_range(va, end, stride, tables != 0);
	for (phys_addr_t next; tables; tables = next) {
		next = table_open(tables, LEVEL_PTE)[0].val;
		table_free(tables);
	}
}

static void change_leaf(unsigned long va, pte_t *entry, int level, pgprot_t prot)
{
	pte_t old = *entry, new = pte_mkleaf(pte_phys(old), prot, level);

	if (pte_change_is_safe(old, new)) {
		set_pte(entry, new);
		return;
	}
	clear_pte_run(entry, 1);
	flush_tlb_kernel_pages(va, 1);
	set_pte(entry, new);
	sync_new_entries();
}
