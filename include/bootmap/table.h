/* SPDX-License-Identifier: MIT */
/*
 * DOC: tables made at run time, and entries of tables in use
 *
 * While paging_init() builds the linear map, its new tables are not mapped yet. One table of each
 * level at a time is mapped through FIX_PUD, FIX_PMD and FIX_PTE. Afterwards all tables are
 * accessed through the linear map.
 */
#ifndef BOOTMAP_TABLE_H
#define BOOTMAP_TABLE_H

#include <asm/tlbflush.h>
#include <bootmap/pgtable.h>

/* Set by early_tables_end(): RAM can be accessed with __va(). */
extern bool linear_map_ready;

/**
 * early_table_open() - table_open() without a linear map
 * @table: physical address of a table of the image or of paging_init()
 * @level: LEVEL_…; the fixmap slot of that level maps @table until the next call for this level
 */
pte_t *early_table_open(phys_addr_t table, int level);

/** early_tables_end() - the linear map is complete: from here on tables are accessed through it */
void early_tables_end(void);

/** table_open() - the entries of a table, to be read or written */
static inline pte_t *table_open(phys_addr_t table, int level)
{
	return likely(linear_map_ready) ? __va(table) : early_table_open(table, level);
}

/**
 * table_alloc() - allocate a table, which is not linked yet
 * @level: LEVEL_PUD…LEVEL_PTE
 * @first: the first entry that the caller will write at once
 * @nr: number of these entries; they are undefined, all others are invalid
 *
 * Uses memblock until there is a linear map, then the page allocator.
 * Return: its physical address, 0 if there is no memory.
 */
phys_addr_t table_alloc(int level, unsigned int first, unsigned int nr);

/** table_free() - free a table that no walk can reach any more */
void table_free(phys_addr_t table);

/**
 * set_ptes() - fill a run of invalid entries of one table of pages
 * @ptep: the first
 * @phys: physical address of the first page; its low bits are dropped
 * @nr: number of pages, at least 1
 * @prot: attributes of each
 *
 * One store for each page, one pair of barriers for all.
 */
static inline void set_ptes(pte_t *ptep, phys_addr_t phys, unsigned long nr, pgprot_t prot)
{
	set_pte_run(ptep, pte_mkpage(phys, prot), nr, PAGE_SIZE);
	sync_new_entries();
}

/**
 * clear_ptes() - unmap a run of pages and invalidate their translations
 * @ptep: the first entry
 * @va: the address that it maps
 * @nr: number of pages, at least 1
 */
static inline void clear_ptes(pte_t *ptep, unsigned long va, unsigned long nr)
{
	clear_pte_run(ptep, nr);
	flush_tlb_kernel_pages(va, nr);
}

#endif
