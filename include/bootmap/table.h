/* SPDX-License-Identifier: MIT */
/*
 * DOC: tables made at run time
 *
 * While paging_init() builds the linear map, no mapping of its new tables exists yet: they are
 * reached one a level at a time, through FIX_PUD, FIX_PMD and FIX_PTE. Afterwards they are RAM
 * like any other.
 */
#ifndef BOOTMAP_TABLE_H
#define BOOTMAP_TABLE_H

#include <bootmap/compiler.h>
#include <bootmap/pgtable.h>

/* Set by early_tables_end(): RAM can be reached with __va(). */
extern bool linear_map_ready;

/**
 * early_table_open() - table_open() without a linear map
 * @table: physical address of a table of the image or of paging_init()
 * @level: LEVEL_…; the fixmap slot of that level shows @table until another one is asked for
 */
pte_t *early_table_open(phys_addr_t table, int level);

/** early_tables_end() - the linear map is complete: from here on tables are reached through it */
void early_tables_end(void);

/** table_open() - the entries of a table, to be read or written */
static inline pte_t *table_open(phys_addr_t table, int level)
{
	return likely(linear_map_ready) ? __va(table) : early_table_open(table, level);
}

/**
 * table_alloc() - a table that nothing leads to yet
 * @level: LEVEL_PUD…LEVEL_PTE
 * @first: the first of the entries that the caller will write at once: they are undefined
 * @nr: how many; all others are invalid
 *
 * From memblock until there is a linear map, then from the page allocator.
 * Return: its physical address, 0 if there is no memory.
 */
phys_addr_t table_alloc(int level, unsigned int first, unsigned int nr);

/** table_free() - give a table back, once no walk can meet it any more */
void table_free(phys_addr_t table);

#endif
