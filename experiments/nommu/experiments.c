// SPDX-License-Identifier: MIT
/*
 * The experiments provoke faults of the MMU. A build without MMU has none of them, and prints that.
 * Called by boot/main.c and by the monitor, as in the other builds.
 */
#include <bootmap/printk.h>
#include <experiments/experiments.h>

int run_experiment(const char *name)
{
	pr_warn("experiment: '%s' is about the MMU, which this build leaves off", name);
	return 1;
}
