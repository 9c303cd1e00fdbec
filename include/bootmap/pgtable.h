/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_PGTABLE_H
#define BOOTMAP_PGTABLE_H

#include <asm/pgtable.h>
#include <bootmap/layout.h>
#include <bootmap/types.h>

/*
 * What all architectures say alike of an entry. <asm/pgtable.h> defines these bits; they are 0
 * where it has no such thing:
 *
 *   PTE_VALID        the entry is used
 *   PTE_USER         open to user mode
 *   PTE_CONT         one of CONT_PTES entries that may share an entry of the TLB
 *   PTE_MAY_CHANGE   bits of a valid entry that one store may change
 */
static inline bool pte_valid(pte_t pte)
{
	return pte.val & PTE_VALID;
}

static inline bool pte_user(pte_t pte)
{
	return pte.val & PTE_USER;
}

static inline bool pte_cont(pte_t pte)
{
	return pte.val & PTE_CONT;
}

static inline pgprot_t pgprot_cont(pgprot_t prot)
{
	return __pgprot(prot.val | PTE_CONT);
}

/*
 * May an entry change from @old to @new in one store? Rights and software bits may. Address, size,
 * memory type and the contiguous hint of a valid entry need break-before-make.
 */
static inline bool pte_change_is_safe(pte_t old, pte_t new)
{
	return !pte_valid(old) || !pte_valid(new) || !((old.val ^ new.val) & ~PTE_MAY_CHANGE);
}

/* Attributes for fixmap slots: memory, read-only memory, device registers. */
#define FIXMAP_PAGE_NORMAL PAGE_KERNEL
#define FIXMAP_PAGE_RO	   PAGE_KERNEL_RO
#define FIXMAP_PAGE_IO	   PAGE_IO

/*
 * The unit tests on the host have no MMU between addresses: their <asm/pgtable.h> says what these
 * are.
 */
#ifndef __va
/* Virtual minus physical address of the image; head.S computes it. */
extern unsigned long kimage_voffset;

/* Physical address of a symbol of the image, for tables that have a symbol. */
#define __pa_symbol(symbol) ((phys_addr_t)((unsigned long)(symbol)-kimage_voffset))

static inline pte_t *table_from_phys(phys_addr_t table)
{
	return (pte_t *)(unsigned long)(table + kimage_voffset);
}

/* Is the address in the linear map? */
#define LINEAR_MAP_LIMIT PAGE_OFFSET_SIZE
#define __va(phys)	 ((void *)(PAGE_OFFSET + (phys_addr_t)(phys)))
#define __pa(ptr)	 ((phys_addr_t)((unsigned long)(ptr)-PAGE_OFFSET))

static inline bool in_linear_map(unsigned long va)
{
	return va - PAGE_OFFSET < PAGE_OFFSET_SIZE;
}

/* A mapped kernel address as a pointer. Only on the host is this more than a cast. */
static inline void *kernel_pointer(unsigned long va)
{
	return (void *)va;
}
#endif

/* For tables: in one group of .bss, so that their alignment leaves no gaps. */
#define __page_aligned_bss __section(".bss..page_aligned") __aligned(PAGE_SIZE)

/* The tables that head.S builds. The names are those of Linux on x86. */
extern pte_t init_top_pgt[PTRS_PER_TABLE];
extern pte_t level3_kernel_pgt[PTRS_PER_TABLE];
extern pte_t level2_kernel_pgt[PTRS_PER_TABLE];
extern pte_t level1_kernel_pgt[PTRS_PER_TABLE];
extern pte_t level2_fixmap_pgt[PTRS_PER_TABLE];
extern pte_t level1_fixmap_pgt[PTRS_PER_TABLE];

static inline unsigned int level_shift(int level)
{
	return TOP_SHIFT - TABLE_SHIFT * level;
}

/* The index of the entry for @va in a table of this level. */
static inline unsigned int table_index(unsigned long va, int level)
{
	return va >> level_shift(level) & (PTRS_PER_TABLE - 1);
}

static inline unsigned long level_size(int level)
{
	return 1UL << level_shift(level);
}

#define pmd_index(va) table_index(va, LEVEL_PMD)
#define pte_index(va) table_index(va, LEVEL_PTE)

/**
 * struct pgtable_walk - result of a walk for one address
 * @steps: entries read on the way down, @steps[0] from the root table
 * @depth: number of steps; 0 if the MMU cannot translate such an address
 * @mapped: the last entry is a valid page or block
 * @phys: physical address; valid if @mapped
 */
struct pgtable_walk {
	struct {
		phys_addr_t table;
		unsigned int index;
		pte_t pte;
	} steps[PGTABLE_LEVELS];
	int depth;
	bool mapped;
	phys_addr_t phys;
};

/**
 * pgtable_walk() - walk the tables in use as the hardware does
 * @va: any address
 * @walk: filled in
 *
 * Reads only tables, not the memory that they map. Any context.
 * Return: whether @va is mapped.
 */
bool pgtable_walk(unsigned long va, struct pgtable_walk *walk);

/* The last entry of the walk: a page, a block, or an entry that is invalid. */
static inline pte_t walk_entry(const struct pgtable_walk *walk)
{
	return walk->depth ? walk->steps[walk->depth - 1].pte : PTE_NONE;
}

/**
 * pte_describe() - an entry in words
 * @buf: gets the text
 * @size: of @buf in bytes
 * @pte: the entry
 * @level: of its table, LEVEL_…
 */
void pte_describe(char *buf, size_t size, pte_t pte, int level);

/** pte_describe_attributes() - permissions and memory type of a page or block, in words */
void pte_describe_attributes(char *buf, size_t size, pte_t pte);

#define MAP_PAGES_ONLY BIT(0) /* no blocks, because pages will be changed one by one */
#define MAP_NO_CONT    BIT(1) /* no contiguous hint, for the same reason */

/**
 * map_range() - map addresses of the kernel's half
 * @va: first address, page aligned
 * @end: exclusive, page aligned, more than @va
 * @phys: physical address for @va, page aligned
 * @prot: attributes
 * @flags: MAP_…
 *
 * Uses blocks where virtual address, physical address and size permit, and the contiguous hint for
 * aligned groups of CONT_PTES entries. Missing tables are allocated.
 * Return: 0; -EBUSY if something is mapped there; -ENOMEM without memory for a table. After an
 * error nothing of it is mapped.
 */
int map_range(unsigned long va, unsigned long end, phys_addr_t phys, pgprot_t prot,
	      unsigned int flags);

#define UNMAP_COMPLETE BIT(0) /* map_range() mapped all of it: entries need not be read */

/**
 * unmap_area() - unmap addresses of the kernel's half, and invalidate their translations
 * @va: first address, page aligned
 * @end: exclusive, page aligned, more than @va
 * @flags: UNMAP_…
 *
 * Neither end may cut a block or a contiguous group; callers that do not know this call
 * unmap_range(). Parts that are not mapped are skipped. Tables of the vmalloc area that become
 * empty are freed, after a flush that includes the walk caches.
 */
void unmap_area(unsigned long va, unsigned long end, unsigned int flags);

/**
 * range_of_whole_leaves() - can this range be unmapped or protected?
 *
 * Return: false if it is empty, not page aligned, or an end cuts a block or a contiguous group.
 */
bool range_of_whole_leaves(unsigned long va, unsigned long end);

/**
 * protect_range() - change the attributes of mapped pages and blocks
 * @va: first address, page aligned
 * @end: exclusive, page aligned, more than @va
 * @prot: attributes
 *
 * An entry is changed in place if pte_change_is_safe(), else by break-before-make.
 * Return: 0; -EINVAL if an end would cut a block, or there is a contiguous group: then nothing was
 * changed.
 */
int protect_range(unsigned long va, unsigned long end, pgprot_t prot);

/**
 * struct pgtable_leaf - a page or block that is mapped
 * @va: its first address
 * @size: bytes
 * @level: LEVEL_PUD…LEVEL_PTE
 * @pte: the entry
 */
struct pgtable_leaf {
	unsigned long va;
	unsigned long size;
	int level;
	pte_t pte;
};

/**
 * pgtable_next_leaf() - the first leaf at or after an address
 * @va: in the kernel's half, or 0 after its last page
 * @leaf: filled in
 *
 * Tables must not change between calls; on one core, outside interrupts, they do not.
 * Return: false if there is none.
 */
bool pgtable_next_leaf(unsigned long va, struct pgtable_leaf *leaf);

#define for_each_leaf(leaf, start)                                    \
	for (struct pgtable_leaf leaf = { .va = (start), .size = 0 }; \
	     pgtable_next_leaf(leaf.va + leaf.size, &leaf);)

/**
 * pmd_populate_kernel() - link a table of pages into an entry of level PMD
 * @pmd: the entry, invalid until now
 * @table: PTRS_PER_TABLE entries in the image, already initialised
 *
 * BUG() if @pmd is in use: replacing a live table would need break-before-make.
 */
void pmd_populate_kernel(pte_t *pmd, pte_t *table);

/** pte_run_invalid() - are all of @nr entries invalid? */
static inline bool pte_run_invalid(const pte_t *ptep, unsigned long nr)
{
	pte_t all = PTE_NONE;

	for (; nr % 8; nr--)
		all.val |= ptep++->val;
	for (; nr; nr -= 8)
		EIGHT_TIMES(all.val |= ptep++->val);
	return !pte_valid(all);
}

/* Does the CPU support this physical address? */
static inline bool phys_addr_valid(phys_addr_t phys)
{
	return phys >> phys_addr_bits() == 0;
}

/**
 * range_objection() - why no mapping can show a range of physical addresses
 * @phys: first byte
 * @size: bytes
 * Return: the reason word; NULL if a mapping can.
 */
static inline const char *range_objection(phys_addr_t phys, size_t size)
{
	phys_addr_t last = phys + size - 1;

	if (!size)
		return "size0";
	if (last < phys)
		return "wrap";
	return phys_addr_valid(last) ? NULL : "phys-width";
}

#endif
