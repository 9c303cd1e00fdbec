// SPDX-License-Identifier: MIT
/*
 * The walker: the only code that follows tables from entry to entry, and that writes
 * entries anywhere but in the fixmap's own tables.
 *
 * Ranges are worked off in runs: neighbouring entries of one table. So a table is looked
 * up once for up to PTRS_PER_TABLE entries, and barriers are paid once for all of them.
 */
#include <bootmap/bug.h>
#include <bootmap/ksyms.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <errno.h>

#define LAST_LEVEL (PGTABLE_LEVELS - 1)

bool pgtable_walk(unsigned long va, struct pgtable_walk *walk)
{
	phys_addr_t table = pgtable_root(va);

	*walk = (struct pgtable_walk){ 0 };
	for (int level = 0; table && level < PGTABLE_LEVELS; level++) {
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

void pmd_populate_kernel(pte_t *pmd, pte_t *table)
{
	BUG_ON(pte_valid(*pmd));
	set_pte(pmd, pte_mktable(__pa_symbol(table)));
	sync_new_entries();
}

/* One entry, and the table in which it stands. */
struct place {
	pte_t *entry;
	phys_addr_t table;
	int level;
};

/* Goes down towards @va as far as there are tables, but not below level @last. */
static inline struct place descend(unsigned long va, int last)
{
	phys_addr_t table = __pa_symbol(init_top_pgt);

	for (int level = 0;; level++) {
		pte_t *entry = &table_open(table, level)[table_index(va, level)];

		if (level == last || !pte_is_table(*entry, level))
			return (struct place){ entry, table, level };
		table = pte_phys(*entry);
	}
}

/*
 * Tables of the vmalloc area come and go: each counts its valid entries, so that the
 * last one to leave can take the table along. NULL for all others, which are there to stay.
 */
static inline struct page *counter_of(unsigned long va, const struct place *place)
{
	bool counts = place->level && va >= VMALLOC_START && va < VMALLOC_END;

	return counts ? page_of(place->table) : NULL;
}

static inline void count_entries(unsigned long va, const struct place *place, int nr)
{
	struct page *counter = counter_of(va, place);

	if (counter)
		counter->used += nr;
}

/* Hangs in the tables that are missing above level @last. Return: 0, -EBUSY or -ENOMEM. */
static noinline int build_tables(unsigned long va, int last, struct place *place)
{
	while (place->level < last) {
		phys_addr_t table;

		if (pte_valid(*place->entry))
			return -EBUSY; /* a block */
		table = table_alloc(place->level + 1);
		if (!table)
			return -ENOMEM;
		order_table_before_link();
		set_pte(place->entry, pte_mktable(table));
		count_entries(va, place, 1);
		*place = descend(va, place->level + 1);
	}
	return 0;
}

static unsigned long smaller(unsigned long a, unsigned long b)
{
	return a < b ? a : b;
}

/* How many entries for [va, end) the table has that holds the one for @va. */
static inline unsigned long run_length(unsigned long va, unsigned long end, int level)
{
	unsigned long room = PTRS_PER_TABLE - table_index(va, level);

	return smaller(room, (end - va) >> level_shift(level));
}

/* The level whose entries fit: virtual and physical address both aligned, and enough left. */
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	unsigned long bits = va | phys, size = end - va;

	if (bits & (PMD_SIZE - 1) || size < PMD_SIZE || flags & MAP_PAGES_ONLY)
		return LAST_LEVEL;
	return level_has_blocks(1) && !(bits & (PUD_SIZE - 1)) && size >= PUD_SIZE ? 1 : 2;
}

/* Fills a run, with the contiguous hint for each whole, aligned group. */
static void write_groups(pte_t *entry, unsigned long va, phys_addr_t phys, unsigned long nr,
			 pgprot_t prot, int level)
{
	unsigned int shift = level_shift(level);
	unsigned long head = (-va >> shift) % CONT_PTES, tail;

	if (((va ^ phys) >> shift) % CONT_PTES || nr < head + CONT_PTES) {
		set_pte_run(entry, pte_mkleaf(phys, prot, level), nr, 1UL << shift);
		return;
	}
	tail = (nr - head) % CONT_PTES;
	nr -= head + tail;
	if (head)
		set_pte_run(entry, pte_mkleaf(phys, prot, level), head, 1UL << shift);
	phys += head << shift;
	set_pte_run(entry + head, pte_mkleaf(phys, pgprot_cont(prot), level), nr, 1UL << shift);
	phys += nr << shift;
	if (tail)
		set_pte_run(entry + head + nr, pte_mkleaf(phys, prot, level), tail, 1UL << shift);
}

static bool all_invalid(const pte_t *entry, unsigned long nr)
{
	while (nr--)
		if (pte_valid(*entry++))
			return false;
	return true;
}

/* Maps as much of [va, end) as one table holds. Return: how many bytes, or -EBUSY, -ENOMEM. */
static inline long map_run(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
			   unsigned int flags)
{
	int level = leaf_level(va, end, phys, flags);
	unsigned long nr = run_length(va, end, level);
	struct place place = descend(va, level);
	struct page *counter;

	if (unlikely(place.level < level)) {
		int err = build_tables(va, level, &place);

		if (err)
			return err;
	}
	/* A table that counts no entry need not be searched for something in the way. */
	counter = counter_of(va, &place);
	if (!(counter && !counter->used) && !all_invalid(place.entry, nr))
		return -EBUSY;
	if (flags & MAP_NO_CONT || nr < CONT_PTES)
		set_pte_run(place.entry, pte_mkleaf(phys, prot, level), nr, level_size(level));
	else
		write_groups(place.entry, va, phys, nr, prot, level);
	if (counter)
		counter->used += nr;
	return nr << level_shift(level);
}

/*
 * Tables that have become empty, chained through their first entry, which stays invalid:
 * a physical address of a page has a clear PTE_VALID. They are freed after the TLB, and
 * the caches of the walk, have forgotten them.
 */
struct gather {
	phys_addr_t tables;
	unsigned long stride; /* of the smallest leaf that went */
};

/* Unhooks a table that counts no entry any more, and those above it that this leaves empty. */
static void unhook_if_empty(unsigned long va, struct place place, struct gather *gather)
{
	for (struct page *counter; (counter = counter_of(va, &place)) && !counter->used;) {
		struct place parent = descend(va, place.level - 1);

		set_pte(parent.entry, PTE_NONE);
		count_entries(va, &parent, -1);
		set_pte(table_open(place.table, place.level), (pte_t){ gather->tables });
		gather->tables = place.table;
		place = parent;
	}
}

static void flush_and_free(unsigned long va, unsigned long end, const struct gather *gather)
{
	phys_addr_t table = gather->tables;

	flush_tlb_kernel_range(va, end, gather->stride, table);
	while (table) {
		phys_addr_t next = table_open(table, LAST_LEVEL)->val;

		table_free(table);
		table = next;
	}
}

/* Clears leaves side by side, at most @nr. Return: how many there were. */
static unsigned long clear_leaves(pte_t *entry, unsigned long nr, int level)
{
	unsigned long done = 0;

	for (; done < nr && pte_is_leaf(*entry, level); done++)
		set_pte(entry++, PTE_NONE);
	return done;
}

/*
 * Unmaps the leaf at @place and those beside it, up to @end. Where all of them are known
 * to be valid, and the table holds no other, the table goes as it is.
 */
static inline unsigned long unmap_run(unsigned long va, unsigned long end, struct place place,
				      unsigned int flags, struct gather *gather)
{
	unsigned long nr = run_length(va, end, place.level);
	struct page *counter = counter_of(va, &place);

	if (!(flags & UNMAP_COMPLETE))
		nr = clear_leaves(place.entry, nr, place.level);
	else if (!counter || counter->used != nr)
		clear_pte_run(place.entry, nr);
	BUG_ON(!nr);
	gather->stride = smaller(gather->stride, level_size(place.level));
	if (counter) {
		counter->used -= nr;
		if (!counter->used)
			unhook_if_empty(va, place, gather);
	}
	return nr << level_shift(place.level);
}

void unmap_area(unsigned long va, unsigned long end, unsigned int flags)
{
	struct gather gather = { .stride = PUD_SIZE };
	unsigned long start = va;

	while (va < end) {
		struct place place = descend(va, LAST_LEVEL);

		if (likely(pte_valid(*place.entry)))
			va += unmap_run(va, end, place, flags, &gather);
		else
			va = (va | (level_size(place.level) - 1)) + 1;
	}
	flush_and_free(start, end, &gather);
}

/* After a failure: the tables that were built on the way to @va, if nothing came of them. */
static void unhook_path(unsigned long va)
{
	struct gather gather = { .stride = PAGE_SIZE };

	unhook_if_empty(va, descend(va, LAST_LEVEL), &gather);
	if (gather.tables)
		flush_and_free(va, va + PAGE_SIZE, &gather);
}

int map_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
	      unsigned int flags)
{
	unsigned long start = va;

	while (va != end) {
		long done = map_run(va, end, phys, prot, flags);

		if (unlikely(done < 0)) {
			if (va != start)
				unmap_area(start, va, UNMAP_COMPLETE);
			unhook_path(va);
			return done;
		}
		phys += done;
		va += done;
	}
	sync_new_entries();
	return 0;
}

/* How much a valid leaf maps together with those that it must not be parted from. */
static unsigned long unit_size(const struct place *place)
{
	return level_size(place->level) * (pte_cont(*place->entry) ? CONT_PTES : 1);
}

/* Does @edge cut a block, or a group with the contiguous hint? */
static bool cuts_a_leaf(unsigned long edge)
{
	struct place place = descend(edge, LAST_LEVEL);

	return pte_valid(*place.entry) && edge & (unit_size(&place) - 1);
}

int unmap_range(unsigned long va, unsigned long end)
{
	if (va >= end || (va | end) & ~PAGE_MASK || cuts_a_leaf(va) || cuts_a_leaf(end))
		return -EINVAL;
	unmap_area(va, end, 0);
	return 0;
}

/* Gives one leaf new attributes, by break-before-make where the architecture asks for it. */
static void change_leaf(unsigned long va, const struct place *place, pgprot_t prot)
{
	pte_t old = *place->entry, new = pte_mkleaf(pte_phys(old), prot, place->level);

	if (!pte_change_is_safe(old, new)) {
		set_pte(place->entry, PTE_NONE);
		flush_tlb_kernel_range(va, va + level_size(place->level), level_size(place->level),
				       false);
	}
	set_pte(place->entry, new);
}

int protect_range(unsigned long va, unsigned long end, pgprot_t prot)
{
	unsigned long start = va;

	if (va >= end || (va | end) & ~PAGE_MASK || cuts_a_leaf(va) || cuts_a_leaf(end))
		return -EINVAL;
	while (va < end) {
		struct place place = descend(va, LAST_LEVEL);

		if (pte_valid(*place.entry)) {
			if (pte_cont(*place.entry))
				return -EINVAL;
			change_leaf(va, &place, prot);
		}
		va = (va | (level_size(place.level) - 1)) + 1;
	}
	flush_tlb_kernel_range(start, end, PAGE_SIZE, false);
	return 0;
}

bool pgtable_next_leaf(unsigned long va, struct pgtable_leaf *leaf)
{
	while (va >= KERNEL_HALF) {
		struct place place = descend(va, LAST_LEVEL);
		unsigned long size = level_size(place.level);

		if (pte_is_leaf(*place.entry, place.level)) {
			*leaf = (struct pgtable_leaf){ va & ~(size - 1), size, place.level,
						       *place.entry };
			return true;
		}
		va = (va | (size - 1)) + 1;
	}
	return false;
}
