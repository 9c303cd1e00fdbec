// SPDX-License-Identifier: MIT
#include <bootmap/experiments.h>
#include <bootmap/printk.h>

int run_experiment(const char *name)
{
	pr_warn("experiment: '%s' is about the MMU, which this build leaves off", name);
	return 1;
}
