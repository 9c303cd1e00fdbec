/* SPDX-License-Identifier: MIT */
/*
 * DOC: the walk, for those who work on page tables
 *
 * How an address is followed from the root table to the entry that decides about it. Everything
 * that mm/pgtable.c and mm/lookup.c do begins with walk().
 *
 *   way[LEVEL_TOP]     way[LEVEL_PUD]     way[LEVEL_PMD]     way[LEVEL_PTE]
 *   +-----------+      +-----------+      +-----------+      +-----------+
 *   |   entry  -|----->|   entry  -|----->|   entry  -|----->|   entry  -|---> a page
 *   +-----------+      +-----------+      +-----------+      +-----------+
 *    init_top_pgt           |                  +--> or a block of 2 MiB
 *                           +--> or a block of 1 GiB
 */
#ifndef MM_WALK_H
#define MM_WALK_H

#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>

/* A table on the way to an address. */
struct step {
	const int level;
	const unsigned int shift; /* an entry maps 1 << shift bytes */
	unsigned long region;	  /* the upper bits that all its addresses share; or 0 */
	pte_t *table;
	struct page *counter; /* its descriptor, which counts its valid entries; or NULL */
};

/*
 * The tables of the latest walk, by level. The next walk begins at the lowest of them that contains
 * its address. Often it needs no step, because neighbours are mapped one after the other. The MMU
 * has such a cache, too. A table is removed from this one when it is unlinked.
 */
extern struct step way[PGTABLE_LEVELS];

/* Does the table contain @va? Only the root has region 0 for an address of the kernel's half. */
static inline bool holds(const struct step *step, unsigned long va)
{
	return step->region == va >> step->shift >> TABLE_SHIFT;
}

static inline pte_t *entry_at(const struct step *step, unsigned long va)
{
	return &step->table[va >> step->shift & (PTRS_PER_TABLE - 1)];
}

/**
 * step_down() - continue with the table of the next level
 * @above: the step before
 * @va: the address of the walk
 * @table: physical address of the table
 */
struct step *step_down(struct step *above, unsigned long va, phys_addr_t table);

/*
 * Walks the tables for @va, in the kernel's half, as far as they exist, but not below level @last.
 */
static __always_inline struct step *walk(unsigned long va, int last)
{
	struct step *step = &way[last];

	while (!holds(step, va) && step > way)
		step--;
	while (step < &way[last]) {
		pte_t pte = *entry_at(step, va);

		if (!pte_is_table(pte, step->level))
			break;
		step = step_down(step, va, pte_phys(pte));
	}
	return step;
}

#endif
