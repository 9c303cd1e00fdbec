/* SPDX-License-Identifier: MIT */
/*
 * DOC: tables made at run time
 *
 * While paging_init() builds the linear map, no mapping of its new tables exists yet:
 * they are reached one a level at a time, through FIX_PUD, FIX_PMD and FIX_PTE.
 * Afterwards they are RAM like any other.
 */
#ifndef BOOTMAP_PAGING_H
#define BOOTMAP_PAGING_H

#include <bootmap/compiler.h>
#include <bootmap/pgtable.h>

/* Set by paging_init(): RAM can be reached with __va(). */
extern bool linear_map_ready;

/**
 * paging_init() - map all RAM at PAGE_OFFSET and end the identity map
 *
 * With the largest blocks that fit; text and rodata of the image stay read-only there,
 * too. Tables come from memblock. Afterwards address 0 faults.
 */
void paging_init(void);

/**
 * arch_remove_identity_map() - take away what head.S needed to switch the MMU on
 *
 * For paging_init(). The tables themselves lie between boot_tables and init_top_pgt.
 */
void arch_remove_identity_map(void);

/**
 * map_image_page() - one more page of the image, behind those that head.S mapped
 * @page: its address, page aligned
 */
void map_image_page(const char *page);

/**
 * free_initmem() - give back what was needed for booting only
 *
 * The pages of __init functions and of the identity map's tables: an access to them at the
 * image's addresses faults from here on.
 */
void free_initmem(void);

/**
 * early_table_open() - table_open() without a linear map
 * @table: physical address of a table of the image or of paging_init()
 * @level: 0…3; the fixmap slot of that level shows @table until another one is asked for
 */
pte_t *early_table_open(phys_addr_t table, int level);

/** table_open() - the entries of a table, to be read or written */
static inline pte_t *table_open(phys_addr_t table, int level)
{
	return likely(linear_map_ready) ? __va(table) : early_table_open(table, level);
}

/**
 * table_alloc() - a table that nothing leads to yet
 * @level: 1…3
 * @first: the first of the entries that the caller will write at once: they are undefined
 * @nr: how many; all others are invalid
 * Return: its physical address, 0 if there is no memory.
 */
phys_addr_t table_alloc(int level, unsigned int first, unsigned int nr);

/** table_free() - the end of table_alloc(), once no walk can meet it any more */
void table_free(phys_addr_t table);

#endif
