/* SPDX-License-Identifier: MIT */
/*
 * DOC: benchmarks
 *
 * A group is a function that measures; BENCH() puts it into the image's list. Costs are
 * executed instructions, which are the same in every run. What they hide is counted beside
 * them: barriers and TLB invalidations, which silicon waits for.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>
#include <tests/barrier_count.h>
#include <tests/instructions.h>

struct bench_group {
	const char *name;
	void (*measure)(void);
};

#define BENCH(group)                                                             \
	static void bench_##group(void);                                         \
	static const struct bench_group bench_group_##group __list_entry(        \
		"bench_groups", struct bench_group) = { #group, bench_##group }; \
	static void bench_##group(void)

#define BENCH_SAMPLES 101

extern u32 bench_sample[BENCH_SAMPLES];

/** bench_print() - one line about @n samples, under @name; they are sorted then. Or about barriers. */
void bench_print(const char *name, u32 *sample, unsigned int n);

/** bench_point() - one point of the growth curve @name: at @x the samples have this median */
void bench_point(const char *name, unsigned int x, u32 *sample, unsigned int n);

/* COUNT_BARRIERS=1: notes what was executed since @before, without the counter's own. */
void bench_note_barriers(const struct barrier_count *before);

/* What is measured stands where it would in a driver: nothing is called around it. */
#define COST(statement)                                                        \
	({                                                                     \
		struct barrier_count before_ = { 0, 0, 0 };                    \
		u64 start_, cost_;                                             \
		if (COUNT_BARRIERS)                                            \
			before_ = barrier_count;                               \
		start_ = read_instructions();                                  \
		statement;                                                     \
		cost_ = read_instructions() - start_ - READ_INSTRUCTIONS_COST; \
		if (COUNT_BARRIERS)                                            \
			bench_note_barriers(&before_);                         \
		cost_;                                                         \
	})

#define MEASURE_N(name, n, statement)                       \
	do {                                                \
		for (unsigned int i_ = 0; i_ < (n); i_++)   \
			bench_sample[i_] = COST(statement); \
		bench_print(name, bench_sample, n);         \
	} while (0)

#define MEASURE(name, statement) MEASURE_N(name, BENCH_SAMPLES, statement)

/**
 * run_bench() - measure, and print one line a case
 * @pattern: which groups, see glob_match()
 *
 * "bench NAME N MIN MEDIAN MAX", in executed instructions a operation over N
 * operations. Boot rows count from reset and are exact to one counter tick.
 * Return: 0, or 1 where the CPU cannot count or no group fits.
 */
int run_bench(const char *pattern);

/** bench_group_name() - the name of group number @index; NULL behind the last */
const char *bench_group_name(unsigned int index);

#endif
