/* SPDX-License-Identifier: MIT */
/*
 * DOC: the host's MMU, a model stricter than any hardware
 *
 *   The walker sees stores only after a barrier:  a forgotten sync_new_entries()
 *                                                 leaves the page unmapped.
 *   It caches all that it sees, at once:          a forgotten or too early flush
 *                                                 leaves the old page mapped.
 *   A cached entry that changes its value without
 *   having been flushed breaks break-before-make: a trap.
 */
#ifndef ASM_MMU_H
#define ASM_MMU_H

#include <bootmap/traps.h>
#include <bootmap/types.h>

/**
 * mmu_access() - one load or store, as the model sees it
 * @va: first byte
 * @width: bytes; Device memory wants them naturally aligned
 * @kind: TRAP_READ or TRAP_WRITE, what it becomes if it faults
 * Return: where @va leads in this process. Nothing is read or written yet.
 */
void *mmu_access(unsigned long va, size_t width, enum trap_kind kind);

/** mmu_sync() - a barrier: the walker sees all stores so far */
void mmu_sync(void);

/**
 * mmu_flush() - a barrier, then forget what was cached, then another barrier
 * @va: first address, page aligned
 * @nr: number of pages
 */
void mmu_flush(unsigned long va, unsigned long nr);

/* What the tables' users asked of the model so far. */
extern struct mmu_count {
	unsigned long syncs;
	unsigned long flushed_pages;
} mmu_count;

#endif
