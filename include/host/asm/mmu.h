/* SPDX-License-Identifier: MIT */
/*
 * DOC: the host's model of an MMU
 *
 * The model is stricter than any hardware. It follows each store to a table in use, and each barrier
 * and each invalidation of AArch64 by its name. It assumes that a valid entry stays in the TLB until
 * it is invalidated correctly, and that a store is not visible until a barrier. It prints a message
 * and traps in these cases:
 *
 *   a valid entry that becomes another one without having been invalid in between;
 *   an entry that is used again, or accessed, while a cached one may still be served;
 *   an access by an entry that no barrier has made visible: it faults, as if the store were to come;
 *   an invalidation before the store was visible: a walk may bring the old entry back;
 *   an operation that other cores do not hear of, or whose operand is no page number;
 *   an access after invalidations without an isb;
 *   memory that is freed while a TLB or a walk may still lead there;
 *   a table that is hooked in before its own entries were ordered;
 *   blocks that are not aligned or at level 0, and contiguous groups that are not whole.
 *
 * An entry is forgotten when an operation named it and a dsb that waits for operations came after it.
 * The way to it is only forgotten by operations for all levels.
 */
#ifndef ASM_MMU_H
#define ASM_MMU_H

#include <bootmap/traps.h>
#include <bootmap/types.h>
#include <tests/barrier_count.h>

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

/**
 * mmu_dsb() - wait for stores and, unless for stores only, for invalidations
 * @option: as the assembler knows it, "ish" or "ishst"
 */
void mmu_dsb(const char *option);

/** mmu_dmb() - stores to tables that are not hooked in come before those that follow */
void mmu_dmb(const char *option);

/** mmu_isb() - instructions from here on use the new translations */
void mmu_isb(void);

/**
 * mmu_tlbi() - one invalidation
 * @operation: by address, as the assembler knows it
 * @operand: the register's value
 */
void mmu_tlbi(const char *operation, u64 operand);

/** mmu_tlbi_all() - invalidate everything, on all cores */
void mmu_tlbi_all(void);

/** mmu_page_freed() - the owner of this memory gives it back */
void mmu_page_freed(phys_addr_t phys, size_t size);

/** mmu_watch() - object to memory that is freed while pages of [@va, @end) are mapped to it */
void mmu_watch(unsigned long va, unsigned long end);

/** mmu_stale() - how many translations are invalid in the tables and may still be cached */
unsigned long mmu_stale(void);

/* What the model objected to last, a sentence. */
extern const char *mmu_objection;

#endif
