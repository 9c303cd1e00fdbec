// SPDX-License-Identifier: MIT
/* Runs the benchmarks, and prints one line for each: how many samples, and their least, median and greatest cost. */
#include <bootmap/printk.h>
#include <tests/bench.h>
#include <tests/glob.h>

extern const struct bench_group __start_bench_groups[], __stop_bench_groups[];

u32 bench_sample[BENCH_SAMPLES] __noinit;

/* Shell's way: the C library's qsort() is a kilobyte. */
static void sort(u32 *sample, unsigned int n)
{
	for (unsigned int gap = n / 2; gap; gap /= 2)
		for (unsigned int i = gap; i < n; i++) {
			u32 value = sample[i];
			unsigned int j = i;

			for (; j >= gap && sample[j - gap] > value; j -= gap)
				sample[j] = sample[j - gap];
			sample[j] = value;
		}
}

struct barrier_count barrier_count;
static struct barrier_count latest;

void bench_note_barriers(const struct barrier_count *before)
{
	latest.dsb = barrier_count.dsb - before->dsb;
	latest.isb = barrier_count.isb - before->isb - 2;
	latest.tlbi = barrier_count.tlbi - before->tlbi;
}

void bench_print(const char *name, u32 *sample, unsigned int n)
{
	if (COUNT_BARRIERS) {
		pr_info("barriers %s %lu %lu %lu", name, latest.dsb, latest.isb, latest.tlbi);
		return;
	}
	sort(sample, n);
	pr_info("bench %s %u %u %u %u", name, n, sample[0], sample[n / 2], sample[n - 1]);
}

void bench_point(const char *name, unsigned int x, u32 *sample, unsigned int n)
{
	sort(sample, n);
	if (!COUNT_BARRIERS)
		pr_info("curve %s %u %u", name, x, sample[n / 2]);
}

const char *bench_group_name(unsigned int index)
{
	const struct bench_group *group = __start_bench_groups + index;

	return group < __stop_bench_groups ? group->name : NULL;
}

int run_bench(const char *pattern)
{
	const struct bench_group *group;
	unsigned int fitting = 0;

	if (!instructions_start()) {
		pr_err("bench: needs a CPU that counts instructions (QEMU: -icount)");
		return 1;
	}
	for (group = __start_bench_groups; group < __stop_bench_groups; group++)
		if (glob_match(pattern, group->name)) {
			group->measure();
			fitting++;
		}
	if (!fitting)
		pr_err("bench: no group fits %s", pattern);
	return !fitting;
}
