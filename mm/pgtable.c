// SPDX-License-Identifier: MIT
/*
 * The walker: the only code that follows tables from entry to entry.
 */
#include <bootmap/bug.h>
#include <bootmap/pgtable.h>

#include <asm/tlbflush.h>

bool pgtable_walk(unsigned long va, struct pgtable_walk *walk)
{
	phys_addr_t table = pgtable_root(va);

	*walk = (struct pgtable_walk){ 0 };
	for (int level = 0; table && level < PGTABLE_LEVELS; level++) {
		unsigned int index = table_index(va, level);
		pte_t pte = READ_ONCE(table_from_phys(table)[index]);

		walk->steps[level].table = table;
		walk->steps[level].index = index;
		walk->steps[level].pte = pte;
		walk->depth = level + 1;
		walk->mapped = pte_is_leaf(pte, level);
		if (walk->mapped)
			walk->phys = pte_phys(pte) | (va & (level_size(level) - 1));
		table = pte_is_table(pte, level) ? pte_phys(pte) : 0;
	}
	return walk->mapped;
}

void pmd_populate_kernel(pte_t *pmd, pte_t *table)
{
	BUG_ON(pte_valid(*pmd));
	set_pte(pmd, pte_mktable(__pa_symbol(table)));
	sync_new_entries();
}
