/* SPDX-License-Identifier: MIT */
/*
 * What silicon waits for and a count of instructions hides. Only builds with
 * COUNT_BARRIERS=1, which `make bench` makes beside the usual one, count it.
 */
#ifndef TESTS_BARRIER_COUNT_H
#define TESTS_BARRIER_COUNT_H

/**
 * struct barrier_count - executed so far
 * @dsb: waits until accesses, or invalidations, are complete everywhere
 * @isb: the pipeline begins anew
 * @tlbi: invalidations of translations, each told to all cores
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
