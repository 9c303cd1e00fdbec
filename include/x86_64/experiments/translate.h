/* SPDX-License-Identifier: MIT */
/* x86-64 has no instruction that translates an address: the walk is ours. */
#ifndef EXPERIMENTS_TRANSLATE_H
#define EXPERIMENTS_TRANSLATE_H

#include <bootmap/pgtable.h>

/* Where a walk of the tables leads now, whatever the TLB holds. */
#define FRESH_WALK "a walk"
static inline phys_addr_t fresh_walk(unsigned long va)
{
	struct pgtable_walk walk;

	return pgtable_walk(va, &walk) ? walk.phys : 0;
}

/** show_translation() - say on the console where the hardware finds @va, if it can be asked */
void show_translation(unsigned long va);

#endif
