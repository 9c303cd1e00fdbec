/* SPDX-License-Identifier: MIT */
/* How the other core rests, and how it learns that something was posted. */
#ifndef EXPERIMENTS_REST_H
#define EXPERIMENTS_REST_H

#include <asm/barrier.h>
#include <asm/processor.h>

#define FLUSH_EVERYWHERE_REMEDY "the forms of TLBI that end in IS reach all cores, by hardware"

/* An event that comes before the wfe is kept, and ends it at once (Arm ARM, D1.6.1). */
static inline void rest_until_posted(void)
{
	__asm__ volatile("wfe" ::: "memory");
}

/* The store must be visible before the event is: the sev is no memory access that it would be ordered with. */
static inline void tell_that_posted(void)
{
	dsb(ishst);
	__asm__ volatile("sev" ::: "memory");
}

#endif
