// SPDX-License-Identifier: MIT
/*
 * Random map_range(), unmap_range() and protect_range() under the strict MMU, against a plain
 * model: one word a page. Memory runs out now and then.
 */
#include "host.h"

#include <asm/mmu.h>
#include <bootmap/page_alloc.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <string.h>
#include <tests/fault_inject.h>

#define OPERATIONS 100000
#define PAGES	   4096 /* eight tables of pages */
#define DEVICE	   0x8000000000UL

static phys_addr_t model[PAGES];
static unsigned long base;
static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (u64)(seed >> 8) * limit >> 24;
}

static bool model_is_free(unsigned int first, unsigned int nr)
{
	for (unsigned int i = first; i < first + nr; i++)
		if (model[i])
			return false;
	return true;
}

/* Runs of any length; now and then aligned, so that blocks and groups come up. */
static void choose(unsigned int *first, unsigned int *nr)
{
	unsigned int grain = 1U << (below(4) ? 0 : below(10));

	*first = below(PAGES / grain) * grain;
	*nr = (1 + below(below(3) ? 40 : 1200)) * grain;
	if (*nr > PAGES - *first)
		*nr = PAGES - *first;
}

static void map_some(struct test *t)
{
	unsigned int first, nr;
	phys_addr_t phys;
	bool starved;
	int err;

	choose(&first, &nr);
	phys = DEVICE + (below(2) ? first : below(1 << 20)) * PAGE_SIZE;
	allocations_until_failure = below(20) ? 0 : 1 + below(3);
	err = map_range(base + first * PAGE_SIZE, base + (first + nr) * PAGE_SIZE, phys, PAGE_IO,
			below(4) ? 0 : MAP_PAGES_ONLY);
	starved = err == -ENOMEM;
	allocations_until_failure = 0;
	if (starved)
		return;
	EXPECT_EQ(t, err, model_is_free(first, nr) ? 0 : -EBUSY);
	for (unsigned int i = 0; !err && i < nr; i++)
		model[first + i] = phys + i * PAGE_SIZE;
}

/* Is there a block, or a group, with one part below the page and another part above? */
static bool is_cut_at(unsigned int page)
{
	unsigned long va = base + page * PAGE_SIZE, size;
	struct pgtable_walk walk;

	if (!pgtable_walk(va, &walk))
		return false;
	size = level_size(walk.depth - 1) * (pte_cont(walk_entry(&walk)) ? CONT_PTES : 1);
	return va % size;
}

static bool has_group(unsigned int first, unsigned int nr)
{
	struct pgtable_walk walk;

	for (unsigned int i = first; i < first + nr; i++)
		if (pgtable_walk(base + i * PAGE_SIZE, &walk) && pte_cont(walk_entry(&walk)))
			return true;
	return false;
}

static void unmap_some(struct test *t)
{
	unsigned int first, nr;
	bool cut;
	int err;

	choose(&first, &nr);
	cut = is_cut_at(first) || is_cut_at(first + nr);
	err = unmap_range(base + first * PAGE_SIZE, base + (first + nr) * PAGE_SIZE);
	EXPECT_EQ(t, err, cut ? -EINVAL : 0);
	if (!err)
		memset(&model[first], 0, nr * sizeof(model[0]));
}

/* Attributes alone change, of what is mapped. */
static void protect_some(struct test *t)
{
	unsigned int first, nr;
	unsigned long va, end;
	pgprot_t prot = below(2) ? PAGE_IO : PAGE_IO_WC;
	bool whole;

	choose(&first, &nr);
	whole = !is_cut_at(first) && !is_cut_at(first + nr) && !has_group(first, nr);
	va = base + first * PAGE_SIZE;
	end = va + nr * PAGE_SIZE;
	EXPECT_EQ(t, protect_range(va, end, prot), whole ? 0 : -EINVAL);
	if (!whole)
		return;
	for (; va < end && !t->failed; va += PAGE_SIZE) {
		struct pgtable_walk walk;

		if (pgtable_walk(va, &walk))
			EXPECT_TRUE(t, pte_same_type(walk_entry(&walk), pte_mkpage(0, prot)));
	}
}

static void compare(struct test *t, unsigned int page)
{
	struct pgtable_walk walk;
	bool mapped = pgtable_walk(base + page * PAGE_SIZE, &walk);

	EXPECT_EQ(t, mapped, model[page] != 0);
	if (mapped)
		EXPECT_EQ(t, walk.phys, model[page]);
	EXPECT_TRAP(t, mapped ? TRAP_NONE : TRAP_READ,
		    mmu_access(base + page * PAGE_SIZE, 1, TRAP_READ));
}

/* The count that decides when a table goes, against the table itself. */
static void check_counts(struct test *t)
{
	struct pgtable_walk walk;
	unsigned int valid = 0;

	pgtable_walk(base + below(PAGES) * PAGE_SIZE, &walk);
	if (walk.depth < PGTABLE_LEVELS)
		return;
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		valid += pte_valid(table_from_phys(walk.steps[3].table)[i]);
	EXPECT_EQ(t, page_of(walk.steps[3].table)->used, valid);
}

TEST(pitfall_30_33_random_maps_and_unmaps_agree_with_a_plain_model)
{
	struct vm_struct *area = get_vm_area(PAGES * PAGE_SIZE, VM_IOREMAP);
	unsigned long before;

	base = ROUND_UP(area->addr, PMD_SIZE);
	EXPECT_EQ(t, base, area->addr);
	before = nr_free_pages();
	seed = 1;
	for (unsigned int n = 0; n < OPERATIONS && !t->failed; n++) {
		if (below(8) == 0)
			protect_some(t);
		else if (below(2))
			map_some(t);
		else
			unmap_some(t);
		EXPECT_EQ(t, mmu_stale(), 0);
		for (unsigned int i = 0; i < 8; i++)
			compare(t, below(PAGES));
		check_counts(t);
	}
	EXPECT_EQ(t, unmap_range(base, base + PAGES * PAGE_SIZE), 0);
	EXPECT_EQ(t, nr_free_pages(), before);
	free_vm_area(area);
}

/* Every old entry beside every new one, by the architecture's rule in words of its own. */
TEST(pitfall_25_what_may_change_in_place)
{
	for (u64 bits = 0; bits < 1 << 8; bits++)
		for (u64 change = 0; change < 1 << 8; change++) {
			pte_t old = { bits }, new = { bits ^ change };
			bool both = bits & new.val &PTE_VALID;
			bool permissions = !(change & ~(PTE_WRITE | PTE_EXEC));

			EXPECT_EQ(t, pte_change_is_safe(old, new), !both || permissions);
		}
	EXPECT_TRUE(t, !pte_change_is_safe((pte_t){ PTE_VALID }, (pte_t){ PTE_VALID + PAGE_SIZE }));
}
