// SPDX-License-Identifier: MIT
/* A model of the MMU, which is described in include/host/asm/mmu.h. */
#include <asm/bug.h>
#include <asm/mmu.h>
#include <bootmap/pgtable.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All that the tables' users asked of the model so far. */
struct barrier_count barrier_count;

/* A table that walks can meet, and the addresses that it is about. */
struct table {
	phys_addr_t phys;
	unsigned long va;
	int level;
	struct table *next;
};

#define BUCKETS 4096
static struct table *buckets[BUCKETS];

/* What was valid once, and what may be cached of it. */
struct stale {
	unsigned long va;
	unsigned long size;
	phys_addr_t phys;
	bool is_table; /* else a leaf */
	bool visible;  /* a dsb came after the store */
	bool named;    /* and then an invalidation, which has not finished */
};

static struct stale *stale;
static unsigned long nr_stale, room;

/* Addresses whose entries have become valid, and no dsb and isb came since. */
static struct {
	unsigned long va;
	unsigned long size;
} fresh[PTRS_PER_TABLE];
static unsigned long nr_fresh, nr_complete; /* for the first of them the dsb came */
static bool fresh_lost, lost_complete;	    /* more than that: all addresses are */

static bool unordered;	    /* stores to tables that are not hooked in, no barrier since */
static bool unfinished;	    /* invalidations, no dsb since */
static bool unsynchronised; /* invalidations, a dsb, no isb since */

const char *mmu_objection;

static void __noreturn object(const char *rule, unsigned long va, u64 old, u64 new)
{
	mmu_objection = rule;
	fprintf(stderr, "# MMU: %s, at 0x%lx: 0x%lx, 0x%lx\n", rule, va, old, new);
	host_trap(TRAP_OTHER, va);
}

static struct table **find_table(phys_addr_t phys)
{
	struct table **link = &buckets[(phys >> PAGE_SHIFT) % BUCKETS];

	while (*link && (*link)->phys != phys)
		link = &(*link)->next;
	return link;
}

static void add_stale(unsigned long va, unsigned long size, phys_addr_t phys, bool is_table)
{
	if (nr_stale == room)
		stale = realloc(stale, (room = 2 * room + 64) * sizeof(*stale));
	stale[nr_stale++] = (struct stale){ va, size, phys, is_table, false, false };
}

static const struct stale *stale_around(unsigned long va, unsigned long size)
{
	for (unsigned long i = 0; i < nr_stale; i++)
		if (va - stale[i].va < stale[i].size || stale[i].va - va < size)
			return &stale[i];
	return NULL;
}

/* Why this one may still be served. */
static const char *not_forgotten(const struct stale *cached)
{
	if (!cached->visible)
		return "used while the TLB may hold the old entry: no dsb after the store";
	if (!cached->named)
		return "used while the TLB may hold the old entry: no tlbi for it";
	return "used while the TLB may hold the old entry: no dsb after the tlbi";
}

static void add_fresh(unsigned long va, unsigned long size)
{
	if (nr_fresh == ARRAY_SIZE(fresh)) {
		fresh_lost = true;
		lost_complete = false;
		return;
	}
	fresh[nr_fresh].va = va;
	fresh[nr_fresh++].size = size;
}

static void check_leaf(unsigned long va, int level, pte_t pte)
{
	if (level == 0)
		object("a block at level 0", va, pte.val, 0);
	if (pte_phys(pte) & (level_size(level) - 1))
		object("a block whose physical address is not aligned", va, pte.val, 0);
}

/* Once a barrier says that stores are complete, groups with the hint must be. */
static void check_group(unsigned long va)
{
	phys_addr_t phys = __pa_symbol(init_top_pgt);
	pte_t *entries = NULL;
	unsigned int first;
	int level = 0;

	for (;; level++) {
		entries = table_from_phys(phys);
		if (!pte_is_table(entries[table_index(va, level)], level))
			break;
		phys = pte_phys(entries[table_index(va, level)]);
	}
	if (!pte_cont(entries[table_index(va, level)]))
		return;
	first = table_index(va, level) & ~(CONT_PTES - 1U);
	for (unsigned int i = 0; i < CONT_PTES; i++)
		if (entries[first + i].val != entries[first].val + i * level_size(level) ||
		    pte_phys(entries[first]) & (CONT_PTES * level_size(level) - 1))
			object("a contiguous group that is not whole", va, entries[first].val,
			       entries[first + i].val);
}

static void hook_in(phys_addr_t phys, unsigned long va, int level)
{
	struct table **link = find_table(phys);
	const pte_t *entries = table_from_phys(phys);

	if (*link)
		object("a table that is hooked in twice", va, phys, (*link)->va);
	*link = malloc(sizeof(**link));
	**link = (struct table){ phys, va, level, NULL };
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++) {
		unsigned long here = va + i * level_size(level);

		if (pte_is_table(entries[i], level))
			hook_in(pte_phys(entries[i]), here, level + 1);
		else if (pte_valid(entries[i]))
			check_leaf(here, level, entries[i]);
	}
}

/* A valid entry has gone, and if it led to a table, all that was behind it. */
static void retire(unsigned long va, int level, pte_t old)
{
	bool is_table = pte_is_table(old, level);
	struct table **link, *table;
	const pte_t *entries;

	add_stale(va, level_size(level), pte_phys(old), is_table);
	if (!is_table)
		return;
	link = find_table(pte_phys(old));
	table = *link;
	*link = table->next;
	free(table);
	entries = table_from_phys(pte_phys(old));
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		if (pte_valid(entries[i]))
			retire(va + i * level_size(level + 1), level + 1, entries[i]);
}

/* The architecture's rule, in this model's own words: permissions may change in place. */
static bool may_become(pte_t old, pte_t new)
{
	return !((old.val ^ new.val) & ~(PTE_WRITE | PTE_EXEC)) && !pte_cont(old);
}

static void make_valid(unsigned long va, int level, pte_t pte)
{
	const struct stale *cached = stale_around(va, level_size(level));

	if (cached)
		object(not_forgotten(cached), va, cached->phys, pte.val);
	if (pte_is_table(pte, level)) {
		if (unordered)
			object("a table hooked in before its entries were ordered", va, 0, pte.val);
		hook_in(pte_phys(pte), va, level + 1);
	} else {
		check_leaf(va, level, pte);
	}
	add_fresh(va, level_size(level));
}

void mmu_store(u64 *entry, u64 value)
{
	phys_addr_t phys = __pa_symbol(entry) & PAGE_MASK;
	pte_t old = { *entry }, new = { value };
	const struct table *table;
	unsigned long va;

	if (!*find_table(__pa_symbol(init_top_pgt)))
		hook_in(__pa_symbol(init_top_pgt), KERNEL_HALF, 0);
	table = *find_table(phys);
	if (!table) {
		unordered = true;
		*entry = value;
		return;
	}
	va = table->va + (__pa_symbol(entry) - phys) / sizeof(pte_t) * level_size(table->level);
	if (pte_valid(old) && pte_valid(new) && old.val != new.val && !may_become(old, new))
		object("break-before-make", va, old.val, new.val);
	if (pte_valid(old) && old.val != new.val)
		retire(va, table->level, old);
	*entry = value;
	if (pte_valid(new) && !pte_valid(old))
		make_valid(va, table->level, new);
}

/* What a barrier's option covers: the domain of all cores, stores, and everything that it can wait for. */
static bool covers_stores(const char *option)
{
	return strncmp(option, "nsh", 3) && !strstr(option, "ld");
}

static bool covers_all(const char *option)
{
	return covers_stores(option) && !strstr(option, "st");
}

void mmu_dmb(const char *option)
{
	if (covers_stores(option))
		unordered = false;
}

/* All invalidations so far have finished: the TLB has forgotten what they named. */
static void finish(void)
{
	unsigned long kept = 0;

	for (unsigned long i = 0; i < nr_stale; i++)
		if (!stale[i].named)
			stale[kept++] = stale[i];
	nr_stale = kept;
	unsynchronised |= unfinished;
	unfinished = false;
}

void mmu_dsb(const char *option)
{
	barrier_count.dsb++;
	if (!covers_stores(option))
		return;
	for (unsigned long i = 0; i < nr_fresh; i++)
		check_group(fresh[i].va);
	for (unsigned long i = 0; i < nr_stale; i++)
		stale[i].visible = true;
	nr_complete = nr_fresh;
	lost_complete = fresh_lost;
	unordered = false;
	if (covers_all(option))
		finish();
}

void mmu_isb(void)
{
	barrier_count.isb++;
	memmove(fresh, fresh + nr_complete, (nr_fresh - nr_complete) * sizeof(*fresh));
	nr_fresh -= nr_complete;
	nr_complete = 0;
	fresh_lost &= !lost_complete;
	unsynchronised = false;
}

static void name_stale(struct stale *entry)
{
	if (!entry->visible)
		object("tlbi before the store was visible: a walk may bring the old entry back",
		       entry->va, entry->phys, 0);
	entry->named = true;
}

/* Global translations match whatever the ASID. A hint of the level (TTL) would need more care. */
void mmu_tlbi(const char *operation, u64 operand)
{
	bool tables = !strcmp(operation, "vaae1is") || !strcmp(operation, "vae1is");
	unsigned long va = (long)(operand << 20) >> 8;

	if (!tables && strcmp(operation, "vaale1is") && strcmp(operation, "vale1is"))
		object("tlbi that is not for kernel addresses on all cores", va, operand, 0);
	if (operand & ~GENMASK(43, 0))
		object("tlbi whose operand is not VA[55:12]", va, operand, 0);
	barrier_count.tlbi++;
	unfinished = true;
	for (unsigned long i = 0; i < nr_stale; i++)
		if (va - stale[i].va < stale[i].size && (tables || !stale[i].is_table))
			name_stale(&stale[i]);
}

void mmu_tlbi_all(void)
{
	barrier_count.tlbi++;
	unfinished = true;
	for (unsigned long i = 0; i < nr_stale; i++)
		name_stale(&stale[i]);
}

static struct {
	unsigned long va, end;
} watched;

void mmu_watch(unsigned long va, unsigned long end)
{
	watched.va = va;
	watched.end = end;
}

/* Of the pages that are watched, does one lead to memory that goes back? */
static void check_watched(phys_addr_t phys, size_t size)
{
	struct pgtable_walk walk;

	for (unsigned long va = watched.va; va < watched.end; va += PAGE_SIZE)
		if (pgtable_walk(va, &walk) && walk.phys - phys < size)
			object("memory freed while an entry leads to it", va, walk.phys, phys);
}

void mmu_page_freed(phys_addr_t phys, size_t size)
{
	check_watched(phys, size);
	if (unfinished)
		object("freed before the invalidation had finished: no dsb after the tlbi", phys, 0,
		       0);
	for (phys_addr_t page = phys; page < phys + size && size <= PMD_SIZE; page += PAGE_SIZE)
		if (*find_table(page))
			object("a table freed while walks can meet it", (*find_table(page))->va,
			       page, 0);
	for (unsigned long i = 0; i < nr_stale; i++) {
		size_t behind = stale[i].is_table ? PAGE_SIZE : stale[i].size;

		if (stale[i].phys - phys < size || phys - stale[i].phys < behind)
			object(stale[i].is_table ? "a table freed before walk caches forgot it" :
						   "memory freed before the TLB forgot it",
			       stale[i].va, stale[i].phys, phys);
	}
}

unsigned long mmu_stale(void)
{
	return nr_stale;
}

static bool is_fresh(unsigned long va)
{
	for (unsigned long i = 0; i < nr_fresh; i++)
		if (va - fresh[i].va < fresh[i].size)
			return true;
	return fresh_lost;
}

void *mmu_access(unsigned long va, size_t width, enum trap_kind kind)
{
	const struct stale *cached = stale_around(va, 1);
	phys_addr_t phys = __pa_symbol(init_top_pgt);
	pte_t pte = PTE_NONE;
	int level = 0;

	if (cached)
		object(not_forgotten(cached), va, cached->phys, 0);
	if (unsynchronised)
		object("an access after tlbi and dsb, but no isb", va, 0, 0);
	if (is_fresh(va)) {
		fprintf(stderr, "# MMU: no dsb and isb yet, a walk finds the old entry, at 0x%lx\n",
			va);
		host_trap(kind, va);
	}
	if (va < KERNEL_HALF)
		host_trap(kind, va);
	for (;; level++) {
		pte = table_from_phys(phys)[table_index(va, level)];
		if (!pte_is_table(pte, level))
			break;
		phys = pte_phys(pte);
	}
	if (!pte_valid(pte) || (kind == TRAP_WRITE && !pte_writable(pte)))
		host_trap(kind, va);
	if (pte_device(pte) && va % width)
		host_trap(TRAP_OTHER, va);
	return (void *)(pte_phys(pte) | (va & (level_size(level) - 1)));
}

void pte_describe_attributes(char *buf, size_t size, pte_t pte)
{
	snprintf(buf, size, "%s %s %s", pte_writable(pte) ? "RW" : "RO",
		 pte_executable(pte) ? "X " : "NX", pte_device(pte) ? "device" : "normal");
}
