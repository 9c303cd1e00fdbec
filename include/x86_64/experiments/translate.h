/* SPDX-License-Identifier: MIT */
/* x86-64 has no instruction that translates an address, so the kernel walks the tables itself. */
#ifndef EXPERIMENTS_TRANSLATE_H
#define EXPERIMENTS_TRANSLATE_H

#include <bootmap/pgtable.h>

/* The physical address from a walk of the tables, which does not use the TLB. */
#define FRESH_WALK "a walk"
static inline phys_addr_t fresh_walk(unsigned long va)
{
	struct pgtable_walk walk;

	return pgtable_walk(va, &walk) ? walk.phys : 0;
}

/**
 * show_translation() - print the hardware's translation of @va, if there is an instruction for it
 */
void show_translation(unsigned long va);

#endif
