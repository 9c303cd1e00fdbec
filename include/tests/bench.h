/* SPDX-License-Identifier: MIT */
/*
 * DOC: benchmarks
 *
 * A group is a function that measures; BENCH() adds it to a list that the linker collects. The
 * unit is the executed instruction, which gives the same figures in every run. Barriers and TLB
 * invalidations are counted as well, because hardware waits for them.
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

/** bench_print() - sort @n samples, and print one line; with COUNT_BARRIERS, about barriers */
void bench_print(const char *name, u32 *sample, unsigned int n);

/** bench_point() - print one point of the curve @name: @x, and the median of the samples */
void bench_point(const char *name, unsigned int x, u32 *sample, unsigned int n);

/* COUNT_BARRIERS=1: stores the counts since @before, without those of the measurement itself. */
void bench_note_barriers(const struct barrier_count *before);

/* A macro, so that the statement is compiled in place, without a function call around it. */
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
 * run_bench() - run benchmarks, and print one line for each case
 * @pattern: which groups, see glob_match()
 *
 * A line is "bench NAME N MIN MEDIAN MAX": executed instructions per operation, over N
 * operations. Rows about boot count from reset, with a resolution of one counter tick.
 * Return: 0, or 1 if the CPU cannot count instructions or no group matches.
 */
int run_bench(const char *pattern);

/** bench_group_name() - the name of group number @index; NULL after the last */
const char *bench_group_name(unsigned int index);

#endif
