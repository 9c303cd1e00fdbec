// SPDX-License-Identifier: MIT
/*
 * Page tables are written here: whatever is mapped, unmapped or protected outside the fixmap.
 * paging_init(), ioremap(), vmalloc() and free_initmem() call it. Each operation walks (mm/walk.h)
 * to a table, and then works on a run: entries side by side in that table.
 *
 *   a table   [ . . . . | entry entry entry … entry | . . . . ]
 *                         <-------- one run ------->
 *
 * So a table is looked up once for up to PTRS_PER_TABLE pages, and barriers are paid once for the
 * whole range.
 */
#include "walk.h"

#include <bootmap/bug.h>
#include <bootmap/table.h>
#include <errno.h>

/* What is to be mapped: a run of @nr leaves of one level. */
struct run {
	unsigned long va;
	phys_addr_t phys;
	unsigned long nr;
	int level;
	unsigned int shift;
	pgprot_t prot;
	unsigned int flags;
};

void pmd_populate_kernel(pte_t *pmd, pte_t *table)
{
	BUG_ON(pte_valid(*pmd));
	set_pte(pmd, pte_mktable(__pa_symbol(table)));
	sync_new_entries();
}

/* Number of entries for [va, end) in the table, from the one for @va on. */
static inline unsigned long run_length(unsigned long va, unsigned long end, unsigned int shift)
{
	unsigned long room = PTRS_PER_TABLE - (va >> shift & (PTRS_PER_TABLE - 1));

	return min(room, (end - va) >> shift);
}

static inline void count_entries(const struct step *step, long nr)
{
	if (step->counter)
		step->counter->used += nr;
}

static inline bool is_empty(const struct step *step)
{
	return step->counter && !step->counter->used;
}

/*
 * Unlinks the table of a step if it is empty, then the one above it likewise. Unlinked tables are
 * chained through their first entries; the physical address of a page is not a valid entry.
 * Return: the chain @tables with these in front.
 */
static noinline phys_addr_t unhook_empty(unsigned long va, struct step *step, phys_addr_t tables)
{
	while (is_empty(step)) {
		struct step *above = walk(va, step->level - 1);
		pte_t *parent = entry_at(above, va);

		set_pte(step->table, (pte_t){ tables });
		tables = pte_phys(*parent);
		set_pte(parent, PTE_NONE);
		count_entries(above, -1);
		step->region = 0;
		step = above;
	}
	return tables;
}

/* Flushes the TLB and the walk caches, then frees the tables. */
static void flush_and_free(unsigned long va, unsigned long end, unsigned long stride,
			   phys_addr_t tables)
{
	flush_tlb_kernel_range(va, end, stride, tables);
	while (tables) {
		phys_addr_t next = table_open(tables, LEVEL_PTE)->val;

		table_free(tables);
		tables = next;
	}
}

/*
 * The highest possible level of a leaf: virtual and physical address are aligned, the size is large
 * enough, and no border between memory types is inside.
 */
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	unsigned long bits = va | phys, size = end - va;

	if (bits & (PMD_SIZE - 1) || size < PMD_SIZE || flags & MAP_PAGES_ONLY)
		return LEVEL_PTE;
	if (bits & (PUD_SIZE - 1) || size < PUD_SIZE || !level_has_blocks(LEVEL_PUD) ||
	    !whole_blocks(phys, 1, PUD_SHIFT))
		return whole_blocks(phys, 1, PMD_SHIFT) ? LEVEL_PMD : LEVEL_PTE;
	return LEVEL_PUD;
}

/*
 * Writes the leaves of a run: a first part, whole groups of CONT_PTES, and the rest. The groups
 * are aligned in both addresses, and their entries carry the contiguous hint.
 */
static void write_groups(pte_t *entry, const struct run *run)
{
	unsigned int shift = run->shift;
	unsigned long first = min(-(run->va >> shift) % CONT_PTES, run->nr);
	unsigned long groups = (run->nr - first) & -CONT_PTES;
	unsigned long step = 1UL << shift;
	pte_t pte = pte_mkleaf(run->phys, run->prot, run->level);
	pte_t cont = pte_mkleaf(run->phys + (first << shift), pgprot_cont(run->prot), run->level);

	set_pte_run(entry, pte, first, step);
	set_pte_run(entry + first, cont, groups, step);
	pte.val += (first + groups) << shift;
	set_pte_run(entry + first + groups, pte, run->nr - first - groups, step);
}

static inline void write_run(pte_t *entry, const struct run *run)
{
	unsigned int shift = run->shift;
	bool apart = (run->va ^ run->phys) >> shift & (CONT_PTES - 1);

	if (run->nr < CONT_PTES || apart || run->flags & MAP_NO_CONT)
		set_pte_run(entry, pte_mkleaf(run->phys, run->prot, run->level), run->nr,
			    1UL << shift);
	else
		write_groups(entry, run);
}

/*
 * Maps a run if tables are missing below @step. The leaves are written to the last table before it
 * is linked, so they need not be cleared first. Return: 0, -EBUSY or -ENOMEM; then no new table
 * stays.
 */
static noinline int map_in_new_tables(struct step *step, const struct run run)
{
	unsigned int index = table_index(run.va, run.level);

	if (pte_valid(*entry_at(step, run.va)))
		return -EBUSY; /* a block */
	while (step->level < run.level) {
		unsigned int nr = step->level + 1 == run.level ? run.nr : 0;
		phys_addr_t table = table_alloc(step->level + 1, index, nr);
		pte_t *parent = entry_at(step, run.va);

		if (!table) {
			flush_and_free(run.va, run.va + PAGE_SIZE, PAGE_SIZE,
				       unhook_empty(run.va, step, 0));
			return -ENOMEM;
		}
		count_entries(step, 1);
		step = step_down(step, run.va, table);
		if (step->counter)
			*step->counter = (struct page){ .state = PAGE_TABLE, .used = nr };
		if (nr)
			write_run(&step->table[index], &run);
		order_table_before_link();
		set_pte(parent, pte_mktable(table));
	}
	return 0;
}

/* Return: 0; -EBUSY if something is mapped there; -ENOMEM without memory for a table. */
static inline int map_run(const struct run run)
{
	struct step *step = walk(run.va, run.level);
	pte_t *entry = entry_at(step, run.va);

	if (unlikely(step->level < run.level))
		return map_in_new_tables(step, run);
	if (unlikely(!pte_run_invalid(entry, run.nr)))
		return -EBUSY;
	write_run(entry, &run);
	count_entries(step, run.nr);
	return 0;
}

int map_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
	      unsigned int flags)
{
	struct run run = { .va = va, .phys = phys, .prot = prot, .flags = flags };
	int err = 0;

	while (run.va < end) {
		run.level = leaf_level(run.va, end, run.phys, flags);
		run.shift = way[run.level].shift;
		run.nr = run_length(run.va, end, run.shift);
		if (run.level != LEVEL_PTE)
			run.nr = whole_blocks(run.phys, run.nr, run.shift);
		err = map_run(run);
		if (err)
			break;
		run.va += run.nr << run.shift;
		run.phys += run.nr << run.shift;
	}
	if (err && run.va > va)
		unmap_area(va, run.va, UNMAP_COMPLETE);
	sync_new_entries();
	return err;
}

/* Clears neighbouring leaves, at most @nr. Return: their number. */
static unsigned long clear_leaves(pte_t *entry, unsigned long nr, int level)
{
	unsigned long done = 0;

	for (; done < nr && pte_is_leaf(*entry, level); done++)
		set_pte(entry++, PTE_NONE);
	BUG_ON(!done); /* a valid entry that is not a leaf is never written here */
	return done;
}

/*
 * Unmaps the leaf for @va and its neighbours, at most @nr. In a complete range all of them are
 * leaves, and a table without other entries is freed without being cleared. Return: their number.
 */
static inline unsigned long unmap_run(unsigned long va, unsigned long nr, unsigned int flags,
				      const struct step *step)
{
	pte_t *entry = entry_at(step, va);

	if (!(flags & UNMAP_COMPLETE))
		nr = clear_leaves(entry, nr, step->level);
	else if (!step->counter || step->counter->used != nr)
		clear_pte_run(entry, nr);
	count_entries(step, -nr);
	return nr;
}

void unmap_area(unsigned long va, unsigned long end, unsigned int flags)
{
	unsigned long start = va, stride = PUD_SIZE;
	phys_addr_t tables = 0;

	do {
		struct step *step = walk(va, LEVEL_PTE);
		unsigned long size = 1UL << step->shift, nr = run_length(va, end, step->shift);

		if (unlikely(!pte_valid(*entry_at(step, va)))) {
			va = (va | (size - 1)) + 1;
			continue;
		}
		nr = unmap_run(va, nr, flags, step);
		if (unlikely(is_empty(step)))
			tables = unhook_empty(va, step, tables);
		stride = min(stride, size);
		va += nr << step->shift;
	} while (va < end);
	flush_and_free(start, end, stride, tables);
}

/* Does @edge cut a block, or a group with the contiguous hint? */
static bool cuts_a_leaf(unsigned long edge)
{
	struct step *step = walk(edge, LEVEL_PTE);
	pte_t pte = *entry_at(step, edge);
	unsigned long size = (1UL << step->shift) * (pte_cont(pte) ? CONT_PTES : 1);

	return pte_valid(pte) && edge & (size - 1);
}

bool range_of_whole_leaves(unsigned long va, unsigned long end)
{
	return va < end && !((va | end) & ~PAGE_MASK) && !cuts_a_leaf(va) && !cuts_a_leaf(end);
}

/* Gives one leaf new attributes, by break-before-make if the architecture requires it. */
static void change_leaf(unsigned long va, pte_t *entry, int level, pgprot_t prot)
{
	unsigned long size = level_size(level);
	pte_t new = pte_mkleaf(pte_phys(*entry), prot, level);

	if (!pte_change_is_safe(*entry, new)) {
		set_pte(entry, PTE_NONE);
		flush_tlb_kernel_range(va, va + size, size, false);
	}
	set_pte(entry, new);
}

static bool holds_group(unsigned long va, unsigned long end)
{
	for_each_leaf(leaf, va)
	{
		if (leaf.va >= end)
			return false;
		if (pte_cont(leaf.pte))
			return true;
	}
	return false;
}

int protect_range(unsigned long va, unsigned long end, pgprot_t prot)
{
	unsigned long start = va;

	if (!range_of_whole_leaves(va, end) || holds_group(va, end))
		return -EINVAL;
	while (va < end) {
		struct step *step = walk(va, LEVEL_PTE);

		if (pte_valid(*entry_at(step, va)))
			change_leaf(va, entry_at(step, va), step->level, prot);
		va = (va | ((1UL << step->shift) - 1)) + 1;
	}
	flush_tlb_kernel_range(start, end, PAGE_SIZE, false);
	return 0;
}
