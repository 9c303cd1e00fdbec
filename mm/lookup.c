// SPDX-License-Identifier: MIT
/*
 * Look-ups in the page tables: the entry for an address, and the next leaf. Dumps, audits, fault
 * reports and tests call this. The tables are not changed.
 */
#include "walk.h"

#include <bootmap/table.h>

struct step way[PGTABLE_LEVELS] = {
	[LEVEL_TOP] = { .level = LEVEL_TOP, .shift = TOP_SHIFT, .table = init_top_pgt },
	[LEVEL_PUD] = { .level = LEVEL_PUD, .shift = PUD_SHIFT },
	[LEVEL_PMD] = { .level = LEVEL_PMD, .shift = PMD_SHIFT },
	[LEVEL_PTE] = { .level = LEVEL_PTE, .shift = PAGE_SHIFT },
};

/*
 * Continues with the table at @table. The tables of the vmalloc area can be freed: the descriptor
 * of each counts its valid entries, and the table is freed with the last one. All others stay.
 */
struct step *step_down(struct step *above, unsigned long va, phys_addr_t table)
{
	struct step *step = above + 1;
	bool counted = va >= VMALLOC_START && va < VMALLOC_END;

	/* Without a linear map, a table is mapped until the next one of its level is opened. */
	step->region = likely(linear_map_ready) ? va >> step->shift >> TABLE_SHIFT : 0;
	step->table = table_open(table, step->level);
	step->counter = counted ? page_of(table) : NULL;
	return step;
}

bool pgtable_walk(unsigned long va, struct pgtable_walk *walk)
{
	phys_addr_t table = pgtable_root(va);

	*walk = (struct pgtable_walk){ 0 };
	for (int level = LEVEL_TOP; table; level++) {
		unsigned int index = table_index(va, level);
		pte_t pte = READ_ONCE(table_open(table, level)[index]);

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

bool pgtable_next_leaf(unsigned long va, struct pgtable_leaf *leaf)
{
	while (va >= KERNEL_HALF) {
		struct step *step = walk(va, LEVEL_PTE);
		unsigned long size = (1UL << step->shift);
		pte_t pte = *entry_at(step, va);

		if (pte_is_leaf(pte, step->level)) {
			*leaf = (struct pgtable_leaf){ va & ~(size - 1), size, step->level, pte };
			return true;
		}
		va = (va | (size - 1)) + 1;
	}
	return false;
}
