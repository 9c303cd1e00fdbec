/* SPDX-License-Identifier: MIT */
/*
 * DOC: the host's model of an MMU
 *
 * The model is stricter than any hardware. It follows each store to a table in use, each barrier
 * and each invalidation. It assumes that a valid entry stays in the TLB until it is invalidated
 * correctly, and that a store is not visible until a barrier. It prints a message and traps in
 * these cases:
 *
 *   a valid entry that becomes another one without having been invalid in between;
 *   an entry that is used again, or accessed, while a cached one may still be served;
 *   an access by an entry that no barrier has made visible: it faults, as if the store were to come;
 *   an invalidation before the store was visible: it does not count;
 *   an invalidation of leaves where the way to them changed: it does not count for tables;
 *   memory that is freed while a TLB or a walk may still lead there;
 *   a table that is hooked in before its own entries were ordered;
 *   blocks that are not aligned or at level 0, and contiguous groups that are not whole.
 */
#ifndef ASM_MMU_H
#define ASM_MMU_H

#include <bootmap/traps.h>
#include <bootmap/types.h>

/**
 * mmu_access() - translate one load or store
 * @va: first byte
 * @width: bytes; Device memory requires natural alignment
 * @kind: TRAP_READ or TRAP_WRITE
 * Return: the address of @va's memory in this process. Nothing is read or written yet.
 */
void *mmu_access(unsigned long va, size_t width, enum trap_kind kind);

/** mmu_store() - a store to a table entry, whether or not a walk can meet the table */
void mmu_store(u64 *entry, u64 value);

/** mmu_barrier() - all stores so far are visible, all invalidations so far have finished */
void mmu_barrier(void);

/** mmu_order() - what was stored to tables that are not hooked in comes before what follows */
void mmu_order(void);

/**
 * mmu_invalidate() - invalidations by address; finished with the next barrier
 * @va: the first one
 * @nr: how many
 * @stride: bytes between them
 * @tables: those that walk caches obey, too
 */
void mmu_invalidate(unsigned long va, unsigned long nr, unsigned long stride, bool tables);

/** mmu_page_freed() - the owner of this memory gives it back */
void mmu_page_freed(phys_addr_t phys, size_t size);

/** mmu_stale() - how many translations are invalid in the tables and may still be cached */
unsigned long mmu_stale(void);

/* What the tables' users asked of the model so far. */
extern struct mmu_count {
	unsigned long syncs;
	unsigned long flushed_pages;
} mmu_count;

#endif
