// SPDX-License-Identifier: MIT
#include <bootmap/bench.h>
#include <bootmap/cmdline.h>
#include <bootmap/printk.h>

extern const struct bench_group __start_bench_groups[], __stop_bench_groups[];

u32 bench_sample[BENCH_SAMPLES] __noinit;

/* By insertion: few samples, and the C library's qsort() is a kilobyte. */
static void sort_samples(unsigned int n)
{
	for (unsigned int i = 1; i < n; i++) {
		u32 value = bench_sample[i];
		unsigned int j = i;

		for (; j > 0 && bench_sample[j - 1] > value; j--)
			bench_sample[j] = bench_sample[j - 1];
		bench_sample[j] = value;
	}
}

void bench_print(const char *name, unsigned int n)
{
	sort_samples(n);
	pr_info("bench %s %u %u %u %u", name, n, bench_sample[0], bench_sample[n / 2],
		bench_sample[n - 1]);
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
