/* SPDX-License-Identifier: MIT */
/*
 * DOC: borders of x86's range registers (MTRRs)
 *
 * MTRRs give memory types to ranges of physical addresses. The result is undefined if a page larger
 * than 4 KiB contains ranges with different types (SDM volume 3, 12.11.9). So the walker calls
 * these functions before it uses a block. They store only borders, not types; at a border between
 * equal types, small pages are used without need.
 */
#ifndef BOOTMAP_MTRR_H
#define BOOTMAP_MTRR_H

#include <bootmap/types.h>

/* As many pairs of variable range registers as have numbers before the fixed ones begin. */
#define MTRR_MAX_VARIABLE 40

/**
 * mtrr_note() - record a range of addresses that has a type of its own
 * @base: an address in it
 * @mask: the bits in which all its addresses agree with @base; those beyond the CPU's physical
 *	  addresses are set
 *
 * At most MTRR_MAX_VARIABLE times, and once for the fixed ranges.
 */
void mtrr_note(u64 base, u64 mask);

/**
 * mtrr_whole_blocks() - how many blocks may each be mapped by one entry?
 * @phys: where the first one begins, aligned
 * @nr: how many there are
 * @shift: each has 1 << @shift bytes
 *
 * Return: the number of blocks before the first one that a border cuts; @nr if there is none.
 */
unsigned long mtrr_whole_blocks(phys_addr_t phys, unsigned long nr, unsigned int shift);

/* After this address no border cuts a block. */
extern phys_addr_t mtrr_last_border;

#endif
