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
#include <bootmap/vmalloc.h>
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

/*
 * The tables through which the latest walk went, by level. The next walk begins at the lowest
 * of them that holds its address, most often without a single step. The MMU has such a cache,
 * too; this one forgets where a table is unhooked, or never was hooked in.
 *
 * Tables of the vmalloc area come and go: each counts its valid entries, so that the last one
 * to leave can take the table along. Those without a counter are there to stay.
 */
static struct recent {
	unsigned long region; /* level_region() of all that the table maps; 0: nothing yet */
	pte_t *table;
	struct page *counter;
	unsigned long unused; /* an index into this array is a shift */
} recent[PGTABLE_LEVELS] = { { .table = init_top_pgt } };

/* What all addresses that one table maps have in common. Never 0 in the kernel's half. */
static inline unsigned long level_region(unsigned long va, int level)
{
	return va >> level_shift(level) >> TABLE_SHIFT;
}

static inline bool is_recent(unsigned long va, int level)
{
	return recent[level].region == level_region(va, level);
}

static inline pte_t *recent_entry(unsigned long va, int level)
{
	return &recent[level].table[table_index(va, level)];
}

static inline void remember(unsigned long va, int level, phys_addr_t table)
{
	bool counts = va >= VMALLOC_START && va < VMALLOC_END;

	/* Before there is a linear map, a table is seen until the next one of its level is wanted. */
	recent[level].region = likely(linear_map_ready) ? level_region(va, level) : 0;
	recent[level].table = table_open(table, level);
	recent[level].counter = counts ? page_of(table) : NULL;
}

static noinline int walk_down(unsigned long va, int last)
{
	int level = last;

	while (level && !is_recent(va, level))
		level--;
	for (; level < last; level++) {
		pte_t pte = *recent_entry(va, level);

		if (!pte_is_table(pte, level))
			break;
		remember(va, level + 1, pte_phys(pte));
	}
	return level;
}

/*
 * Goes down towards @va as far as there are tables, but not below level @last.
 * Return: the level reached; recent_entry() there is the place for @va.
 */
static inline int descend(unsigned long va, int last)
{
	return is_recent(va, last) ? last : walk_down(va, last);
}

static inline void count_entries(int level, long nr)
{
	if (recent[level].counter)
		recent[level].counter->used += nr;
}

static inline unsigned long smaller(unsigned long a, unsigned long b)
{
	return a < b ? a : b;
}

/* How many entries for [va, end) the table has that holds the one for @va. */
static inline unsigned long run_length(unsigned long va, unsigned long end, int level)
{
	unsigned long room = PTRS_PER_TABLE - table_index(va, level);

	return smaller(room, (end - va) >> level_shift(level));
}

/* The last step of a walk, where the tables above are at hand: few pages share the last one. */
static __always_inline bool step_down(unsigned long va)
{
	const int level = LAST_LEVEL - 1;
	pte_t pte;

	if (!is_recent(va, level))
		return false;
	pte = *recent_entry(va, level);
	if (!pte_is_table(pte, level))
		return false;
	recent[LAST_LEVEL].region = level_region(va, LAST_LEVEL);
	recent[LAST_LEVEL].table = __va(pte_phys(pte));
	recent[LAST_LEVEL].counter = recent[level].counter ? page_of(pte_phys(pte)) : NULL;
	return true;
}

/* Do entries of one table map all of [va, end), and is that table at hand? */
static __always_inline bool at_hand(unsigned long va, unsigned long end, int level)
{
	bool near = is_recent(va, level) || (level == LAST_LEVEL && step_down(va));

	return likely(near) && is_recent(end - 1, level) &&
	       (level == LAST_LEVEL || !(end & (level_size(level) - 1)));
}

/* The level whose entries fit: virtual and physical address both aligned, and enough left. */
static inline int leaf_level(unsigned long va, unsigned long end, phys_addr_t phys,
			     unsigned int flags)
{
	unsigned long bits = va | phys, size = end - va;

	if (likely(bits & (PMD_SIZE - 1) || size < PMD_SIZE || flags & MAP_PAGES_ONLY))
		return LAST_LEVEL;
	return level_has_blocks(1) && !(bits & (PUD_SIZE - 1)) && size >= PUD_SIZE ? 1 : 2;
}

/* Writes leaves into one table, with the contiguous hint for each whole, aligned group. */
static noinline void write_groups(pte_t *entry, unsigned long va, phys_addr_t phys,
				  unsigned long nr, pgprot_t prot, int level)
{
	unsigned int shift = level_shift(level);

	for (unsigned long done = 0, n; done < nr; done += n) {
		unsigned long left = nr - done, first = ((va >> shift) + done) % CONT_PTES;
		bool whole = !first && left >= CONT_PTES;
		pgprot_t attributes = whole ? pgprot_cont(prot) : prot;

		n = whole ? left & -CONT_PTES : smaller(left, CONT_PTES - first);
		set_pte_run(entry + done, pte_mkleaf(phys + (done << shift), attributes, level), n,
			    1UL << shift);
	}
}

/* The contiguous hint for all of them, for none, or only for some? */
static __always_inline void write_run(pte_t *entry, unsigned long va, phys_addr_t phys,
				      unsigned long nr, pgprot_t prot, unsigned int flags,
				      int level)
{
	unsigned int shift = level_shift(level);
	bool groups = nr >= CONT_PTES && !(flags & MAP_NO_CONT) &&
		      !((va ^ phys) >> shift & (CONT_PTES - 1));

	if (unlikely(groups && (va >> shift | nr) % CONT_PTES)) {
		write_groups(entry, va, phys, nr, prot, level);
		return;
	}
	if (groups)
		prot = pgprot_cont(prot);
	set_pte_run(entry, pte_mkleaf(phys, prot, level), nr, level_size(level));
}

/* Gives back the tables of a branch that was never grafted, one of each level from @level to @last. */
static void cut_branch(phys_addr_t table, unsigned long va, int level, int last)
{
	for (; level <= last; level++) {
		phys_addr_t child = pte_phys(table_open(table, level)[table_index(va, level)]);

		recent[level].region = 0;
		table_free(table);
		table = child;
	}
}

/*
 * Makes the branch of tables between level @stem, where the walk ended, and a run. From the
 * leaves up, so that it is complete when one store grafts it, and what is written at once need
 * not be cleared before. Return: 0, -EBUSY or -ENOMEM.
 */
static int graft_run(int stem, unsigned long va, phys_addr_t phys, unsigned long nr, pgprot_t prot,
		     unsigned int flags, int level)
{
	phys_addr_t child = 0;

	if (pte_valid(*recent_entry(va, stem)))
		return -EBUSY; /* a block */
	for (int last = level; level > stem; level--, nr = 1) {
		unsigned int index = table_index(va, level);
		phys_addr_t table = table_alloc(level, index, nr);
		pte_t *entry;

		if (!table) {
			cut_branch(child, va, level + 1, last);
			return -ENOMEM;
		}
		remember(va, level, table);
		if (recent[level].counter)
			*recent[level].counter = (struct page){ .state = PAGE_TABLE, .used = nr };
		entry = recent_entry(va, level);
		if (child)
			set_pte(entry, pte_mktable(child));
		else
			write_run(entry, va, phys, nr, prot, flags, level);
		child = table;
	}
	order_table_before_link();
	set_pte(recent_entry(va, stem), pte_mktable(child));
	count_entries(stem, 1);
	return 0;
}

/* Writes a run into the table at hand. Return: 0 or -EBUSY. */
static __always_inline int fill_run(unsigned long va, phys_addr_t phys, unsigned long nr,
				    pgprot_t prot, unsigned int flags, int level)
{
	pte_t *entry = recent_entry(va, level);

	if ((DEBUG || !(flags & MAP_FRESH)) && unlikely(!pte_run_invalid(entry, nr)))
		return -EBUSY;
	count_entries(level, nr);
	write_run(entry, va, phys, nr, prot, flags, level);
	return 0;
}

static noinline int map_runs(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
			     unsigned int flags)
{
	unsigned long start = va;

	while (va < end) {
		int level = leaf_level(va, end, phys, flags), stem = descend(va, level), err;
		unsigned long nr = run_length(va, end, level);

		err = stem < level ? graft_run(stem, va, phys, nr, prot, flags, level) :
				     fill_run(va, phys, nr, prot, flags, level);
		if (unlikely(err)) {
			if (va != start)
				unmap_area(start, va, UNMAP_COMPLETE);
			return err;
		}
		va += nr << level_shift(level);
		phys += nr << level_shift(level);
	}
	sync_new_entries();
	return 0;
}

/* The usual case: one run, in a table that is at hand. A copy for each level, since that is quicker. */
static __always_inline int map_at(unsigned long va, unsigned long end, phys_addr_t phys,
				  pgprot_t prot, unsigned int flags, int level)
{
	int err;

	if (unlikely(!at_hand(va, end, level)))
		return map_runs(va, end, phys, prot, flags);
	err = fill_run(va, phys, (end - va) >> level_shift(level), prot, flags, level);
	sync_new_entries();
	return err;
}

int map_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
	      unsigned int flags)
{
	switch (leaf_level(va, end, phys, flags)) {
	case 1:
		return map_at(va, end, phys, prot, flags, 1);
	case 2:
		return map_at(va, end, phys, prot, flags, 2);
	default:
		return map_at(va, end, phys, prot, flags, LAST_LEVEL);
	}
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

/* Unhooks the table of @level if it counts no entry any more, and those above it likewise. */
static void unhook_if_empty(unsigned long va, int level, struct gather *gather)
{
	while (recent[level].counter && !recent[level].counter->used) {
		pte_t *table = recent[level].table, *parent;

		recent[level].region = 0;
		level = descend(va, level - 1);
		parent = recent_entry(va, level);
		set_pte(table, (pte_t){ gather->tables });
		gather->tables = pte_phys(*parent);
		set_pte(parent, PTE_NONE);
		count_entries(level, -1);
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
 * Unmaps the leaf for @va and those beside it, up to @end. Where all of them are known to be
 * leaves, and the table holds nothing else, the table goes as it is.
 */
static unsigned long unmap_run(unsigned long va, unsigned long end, int level, unsigned int flags,
			       struct gather *gather)
{
	unsigned long nr = run_length(va, end, level);
	const struct page *counter = recent[level].counter;

	if (!(flags & UNMAP_COMPLETE))
		nr = clear_leaves(recent_entry(va, level), nr, level);
	else if (!counter || counter->used != nr)
		clear_pte_run(recent_entry(va, level), nr);
	BUG_ON(!nr);
	gather->stride = smaller(gather->stride, level_size(level));
	count_entries(level, -nr);
	unhook_if_empty(va, level, gather);
	return nr << level_shift(level);
}

static noinline void unmap_runs(unsigned long va, unsigned long end, unsigned int flags)
{
	struct gather gather = { .stride = PUD_SIZE };
	unsigned long start = va;

	while (va < end) {
		int level = descend(va, LAST_LEVEL);

		if (likely(pte_valid(*recent_entry(va, level))))
			va += unmap_run(va, end, level, flags, &gather);
		else
			va = (va | (level_size(level) - 1)) + 1;
	}
	flush_and_free(start, end, &gather);
}

static __always_inline bool is_recent_leaf(unsigned long va, int level)
{
	return is_recent(va, level) && pte_is_leaf(*recent_entry(va, level), level);
}

/* The end of a table whose last leaves map [va, end): they go with it. */
static noinline void unmap_table(unsigned long va, unsigned long end, int level)
{
	struct gather gather = { .stride = level_size(level) };

	unhook_if_empty(va, level, &gather);
	flush_and_free(va, end, &gather);
}

/* The usual case: a run of the table at hand. */
static __always_inline void unmap_at(unsigned long va, unsigned long end, int level)
{
	unsigned long nr = (end - va) >> level_shift(level);
	struct page *counter;
	pte_t *entry;

	if (unlikely(!at_hand(va, end, level) || !recent[level].counter)) {
		unmap_runs(va, end, UNMAP_COMPLETE);
		return;
	}
	counter = recent[level].counter;
	entry = recent_entry(va, level);
	counter->used -= nr;
	if (unlikely(!counter->used)) {
		unmap_table(va, end, level);
		return;
	}
	clear_pte_run(entry, nr);
	flush_tlb_kernel_range(va, end, level_size(level), false);
}

void unmap_area(unsigned long va, unsigned long end, unsigned int flags)
{
	if (unlikely(!(flags & UNMAP_COMPLETE)))
		unmap_runs(va, end, flags);
	else if (likely(is_recent(va, LAST_LEVEL)))
		unmap_at(va, end, LAST_LEVEL);
	else if (is_recent_leaf(va, 2))
		unmap_at(va, end, 2);
	else if (is_recent_leaf(va, 1))
		unmap_at(va, end, 1);
	else
		unmap_at(va, end, LAST_LEVEL);
}

/* How much a valid leaf maps together with those that it must not be parted from. */
static unsigned long unit_size(pte_t leaf, int level)
{
	return level_size(level) * (pte_cont(leaf) ? CONT_PTES : 1);
}

/* Does @edge cut a block, or a group with the contiguous hint? */
static bool cuts_a_leaf(unsigned long edge)
{
	int level = descend(edge, LAST_LEVEL);
	pte_t pte = *recent_entry(edge, level);

	return pte_valid(pte) && edge & (unit_size(pte, level) - 1);
}

/* What was mapped as a whole goes as a whole: its end counts on all entries being there. */
static bool in_complete_area(unsigned long va)
{
	const struct vm_struct *area = vm_area_around(va);

	return area && area->flags & VM_COMPLETE;
}

int unmap_range(unsigned long va, unsigned long end)
{
	if (va >= end || (va | end) & ~PAGE_MASK || cuts_a_leaf(va) || cuts_a_leaf(end))
		return -EINVAL;
	if (in_complete_area(va) || in_complete_area(end - 1))
		return -EBUSY;
	unmap_area(va, end, 0);
	return 0;
}

/* Gives one leaf new attributes, by break-before-make where the architecture asks for it. */
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

int protect_range(unsigned long va, unsigned long end, pgprot_t prot)
{
	unsigned long start = va;

	if (va >= end || (va | end) & ~PAGE_MASK || cuts_a_leaf(va) || cuts_a_leaf(end))
		return -EINVAL;
	while (va < end) {
		int level = descend(va, LAST_LEVEL);
		pte_t *entry = recent_entry(va, level);

		if (pte_valid(*entry)) {
			if (pte_cont(*entry))
				return -EINVAL;
			change_leaf(va, entry, level, prot);
		}
		va = (va | (level_size(level) - 1)) + 1;
	}
	flush_tlb_kernel_range(start, end, PAGE_SIZE, false);
	return 0;
}

bool pgtable_next_leaf(unsigned long va, struct pgtable_leaf *leaf)
{
	while (va >= KERNEL_HALF) {
		int level = descend(va, LAST_LEVEL);
		unsigned long size = level_size(level);
		pte_t pte = *recent_entry(va, level);

		if (pte_is_leaf(pte, level)) {
			*leaf = (struct pgtable_leaf){ va & ~(size - 1), size, level, pte };
			return true;
		}
		va = (va | (size - 1)) + 1;
	}
	return false;
}
