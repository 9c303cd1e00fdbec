// SPDX-License-Identifier: MIT
// caught by: break-before-make
static void change_leaf(unsigned long va, pte_t *entry, int level, pgprot_t prot)
{
	pte_t new = pte_mkleaf(pte_phys(*entry), prot, level);

	(void)va;
	set_pte(entry, PTE_NONE);
	sync_new_entries();
	set_pte(entry, new);
}
