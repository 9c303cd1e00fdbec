// SPDX-License-Identifier: MIT
/* Commands that do the wrong thing on purpose. What they run is in experiments/. */
#include <bootmap/printk.h>
#include <experiments/experiments.h>
#include <experiments/stale_tlb.h>
#include <monitor/monitor.h>

MONITOR_COMMAND(
	stale, .show = stale_tlb_show, .what = "the stale TLB, step by step",
	.details = "An entry is changed and nobody tells the TLB: three witnesses disagree.");

static int break_command(int argc, char **argv)
{
	if (argc == 1)
		list_experiments();
	else
		run_job(run_experiment, argv[1]);
	return 0;
}
MONITOR_COMMAND(break, .run = break_command, .arguments = "[NAME]", .example = "null",
		.what = "do the wrong thing, read what happens", .candidate = experiment_name,
		.details = "Without NAME: the list. Three of them end the kernel.");
