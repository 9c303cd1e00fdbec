// SPDX-License-Identifier: MIT
// caught by: break-before-make
static void change_leaf(unsigned long va, pte_t *entry, int level, pgprot_t prot)
{
	unsigned long size = level_size(level);
	pte_t new = pte_mkleaf(pte_phys(*entry), prot, level);

	set_pte(entry, PTE_NONE);
	flush_tlb_kernel_range(va, va + size, size, false);
	set_pte(entry, new);
}
