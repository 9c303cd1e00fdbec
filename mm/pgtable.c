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

static phys_addr_t kernel_root(void)
{
	return __pa_symbol(init_top_pgt);
}

/*
 * Tables of the vmalloc area come and go: each counts its valid entries, so that the
 * last one to leave can take the table along. All others are there to stay.
 */
static bool counts_entries(unsigned long va)
{
	return va >= VMALLOC_START && va < VMALLOC_END;
}

static void count_entries(unsigned long va, phys_addr_t table, int level, int nr)
{
	if (level && counts_entries(va))
		page_of(table)->used += nr;
}

/* One entry, and the table in which it stands. */
struct place {
	phys_addr_t table;
	int level;
	pte_t *entry;
};

/* Goes down towards @va as far as there are tables, but not below level @last. */
static struct place descend(unsigned long va, int last)
{
	struct place place = { .table = kernel_root() };

	for (;;) {
		place.entry = &table_open(place.table, place.level)[table_index(va, place.level)];
		if (place.level == last || !pte_is_table(*place.entry, place.level))
			return place;
		place.table = pte_phys(*place.entry);
		place.level++;
	}
}

/* The same, hanging in tables where there are none. NULL entry: no memory, or a block in the way. */
static struct place descend_and_build(unsigned long va, int last)
{
	struct place place = descend(va, last);

	while (place.level < last) {
		phys_addr_t table = pte_valid(*place.entry) ? 0 : table_alloc(place.level + 1);

		if (!table)
			return (struct place){ .table = place.table, .level = place.level };
		order_table_before_link();
		set_pte(place.entry, pte_mktable(table));
		count_entries(va, place.table, place.level, 1);
		place = (struct place){ .table = table, .level = place.level + 1 };
		place.entry = &table_open(table, place.level)[table_index(va, place.level)];
	}
	return place;
}

static unsigned long smaller(unsigned long a, unsigned long b)
{
	return a < b ? a : b;
}

/* Where the table of @level ends that holds the entry for @va; one below the top never wraps. */
static unsigned long table_end(unsigned long va, int level)
{
	return level ? (va | (level_size(level - 1) - 1)) + 1 : 0;
}

/* The level whose entries fit: virtual and physical address both aligned, and enough left. */
static int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys, unsigned int flags)
{
	if (!(flags & MAP_PAGES_ONLY))
		for (int level = 1; level < LAST_LEVEL; level++)
			if (level_has_blocks(level) && end - va >= level_size(level) &&
			    !((va | phys) & (level_size(level) - 1)))
				return level;
	return LAST_LEVEL;
}

/* Stores @nr entries that continue each other. */
static void write_run(pte_t *entry, pte_t pte, unsigned long nr, unsigned long step)
{
	for (const pte_t *end = entry + nr; entry != end; entry++) {
		set_pte(entry, pte);
		pte.val += step;
	}
}

/* The same, with the contiguous hint for each whole, aligned group. */
static void write_groups(pte_t *entry, phys_addr_t phys, unsigned long nr, pgprot_t prot, int level,
			 unsigned long va)
{
	unsigned long step = level_size(level), group = CONT_PTES * step;
	bool congruent = !((va ^ phys) & (group - 1));
	unsigned long head = congruent ? smaller((-va & (group - 1)) / step, nr) : nr;
	unsigned long tail = (nr - head) % CONT_PTES;

	write_run(entry, pte_mkleaf(phys, prot, level), head, step);
	write_run(entry + head, pte_mkleaf(phys + head * step, pgprot_cont(prot), level),
		  nr - head - tail, step);
	write_run(entry + nr - tail, pte_mkleaf(phys + (nr - tail) * step, prot, level), tail,
		  step);
}

static bool all_invalid(const pte_t *entry, unsigned long nr)
{
	while (nr--)
		if (pte_valid(*entry++))
			return false;
	return true;
}

/* Is there anything in the way? A table that counts no entry need not be searched. */
static bool run_is_free(unsigned long va, const struct place *place, unsigned long nr)
{
	if (counts_entries(va) && place->level && !page_of(place->table)->used)
		return true;
	return all_invalid(place->entry, nr);
}

/* Maps as much of [va, end) as one table holds. Return: where it ended, @va itself on failure. */
static unsigned long map_run(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
			     unsigned int flags, int *err)
{
	int level = leaf_level(va, end, phys, flags);
	struct place place = descend_and_build(va, level);
	unsigned long step = level_size(level);
	unsigned long nr = (smaller(end - va, table_end(va, level) - va)) / step;

	*err = place.entry ? 0 : pte_valid(*descend(va, level).entry) ? -EBUSY : -ENOMEM;
	if (!*err && !run_is_free(va, &place, nr))
		*err = -EBUSY;
	if (*err)
		return va;
	if (flags & MAP_NO_CONT)
		write_run(place.entry, pte_mkleaf(phys, prot, level), nr, step);
	else
		write_groups(place.entry, phys, nr, prot, level, va);
	count_entries(va, place.table, level, nr);
	return va + nr * step;
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
	while (place.level && counts_entries(va) && !page_of(place.table)->used) {
		struct place parent = descend(va, place.level - 1);

		set_pte(parent.entry, PTE_NONE);
		count_entries(va, parent.table, parent.level, -1);
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
static unsigned long clear_run(pte_t *entry, unsigned long nr, int level)
{
	unsigned long done = 0;

	for (; done < nr && pte_is_leaf(*entry, level); done++)
		set_pte(entry++, PTE_NONE);
	return done;
}

void unmap_area(unsigned long va, unsigned long end)
{
	struct gather gather = { .stride = PUD_SIZE };
	unsigned long start = va, next;

	for (; va < end; va = next) {
		struct place place = descend(va, LAST_LEVEL);
		unsigned long step = level_size(place.level), nr;

		next = (va | (step - 1)) + 1;
		if (!pte_valid(*place.entry))
			continue;
		nr = (smaller(end, table_end(va, place.level)) - va) / step;
		nr = clear_run(place.entry, nr, place.level);
		BUG_ON(!nr);
		next = va + nr * step;
		gather.stride = smaller(gather.stride, step);
		count_entries(va, place.table, place.level, -(int)nr);
		unhook_if_empty(va, place, &gather);
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
	unsigned long from = va;
	int err = 0;

	while (va != end) {
		unsigned long next = map_run(va, end, phys, prot, flags, &err);

		if (err) {
			if (va != from)
				unmap_area(from, va);
			unhook_path(va);
			return err;
		}
		phys += next - va;
		va = next;
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
	unmap_area(va, end);
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
