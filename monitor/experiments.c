// SPDX-License-Identifier: MIT
/* Commands that do the wrong thing on purpose. What they run is in experiments/. */
#include <bootmap/printk.h>
#include <experiments/experiments.h>
#include <experiments/stale_tlb.h>
#include <monitor/monitor.h>

MONITOR_COMMAND(
	stale, .show = stale_tlb_show, .what = "the stale TLB, step by step",
	.details =
		"An entry is changed without a TLB invalidation: a load and a walk then disagree.");

static int break_command(int argc, char **argv)
{
	if (argc == 1)
		show_words("there are:", experiment_name);
	else
		run_job(run_experiment, argv[1]);
	return 0;
}
MONITOR_COMMAND(
	break, .run = break_command, .arguments = "[NAME]", .example = "null",
	.what = "make a mistake on purpose, read the report", .candidate = experiment_name,
	.details = "Without NAME: the names. These end the machine: console, handler, report.");
