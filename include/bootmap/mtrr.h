/* SPDX-License-Identifier: MIT */
/*
 * DOC: where x86's range registers (MTRRs) change the type of memory
 *
 * What a page larger than 4 KiB does is undefined if range registers give its parts different
 * types (SDM volume 3, 12.11.9). So the walker asks here before it makes one. Only borders
 * are known here, not types: where ranges of one type meet, small pages are no mistake.
 */
#ifndef BOOTMAP_MTRR_H
#define BOOTMAP_MTRR_H

#include <bootmap/types.h>

/* As many pairs of variable range registers as have numbers before the fixed ones begin. */
#define MTRR_MAX_VARIABLE 40

/**
 * mtrr_note() - take over one range of addresses that has a type of its own
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

/* Behind this address no border cuts a block. */
extern phys_addr_t mtrr_last_border;

#endif
