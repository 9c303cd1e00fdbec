/* SPDX-License-Identifier: MIT */
/*
 * Counters of barriers and TLB invalidations. Hardware waits for these; a count of instructions
 * does not show that. Only builds with COUNT_BARRIERS=1 have them; `make bench` makes one.
 */
#ifndef TESTS_BARRIER_COUNT_H
#define TESTS_BARRIER_COUNT_H

/**
 * struct barrier_count - number of executed instructions of each kind
 * @dsb: waits until accesses or invalidations are complete
 * @isb: fetches the following instructions again
 * @tlbi: invalidates translations, in the TLBs of all cores
 */
struct barrier_count {
	unsigned long dsb;
	unsigned long isb;
	unsigned long tlbi;
};

extern struct barrier_count barrier_count;

#if COUNT_BARRIERS
#define COUNT_BARRIER(kind) ((void)barrier_count.kind++)
#else
#define COUNT_BARRIER(kind) ((void)0)
#endif

#endif
