/* SPDX-License-Identifier: MIT */
/*
 * DOC: changes of a table in use, right and wrong
 *
 * Experiments make these changes on the machine, and the unit tests make them in the host's model of an
 * MMU, which objects to the wrong ones.
 */
#ifndef EXPERIMENTS_LIVE_TABLES_H
#define EXPERIMENTS_LIVE_TABLES_H

#include <bootmap/pgtable.h>

/**
 * fill_split_table() - write a table of pages that maps what a block maps
 * @table: gets PTRS_PER_TABLE entries
 * @block: the block's entry, at LEVEL_PMD
 * @prot: attributes of the block
 */
void fill_split_table(pte_t *table, pte_t block, pgprot_t prot);

/**
 * split_at_once() - replace a block by a table while the block is valid, and invalidate then
 * @entry: the block's entry
 * @va: the first address of the block
 * @table: the table's entry
 */
void split_at_once(pte_t *entry, unsigned long va, pte_t table);

/** split_by_break() - the same by break-before-make */
void split_by_break(pte_t *entry, unsigned long va, pte_t table);

/** set_without_barrier() - make an entry valid, and say nothing to the walks of the table */
void set_without_barrier(pte_t *entry, pte_t pte);

/** set_with_barrier() - make an entry valid for what follows */
void set_with_barrier(pte_t *entry, pte_t pte);

#endif
