// SPDX-License-Identifier: MIT
/* Commands that do the wrong thing on purpose. */
#include <bootmap/experiments.h>
#include <bootmap/monitor.h>
#include <bootmap/printk.h>
#include <bootmap/stale_tlb.h>
#include <errno.h>
#include <string.h>

MONITOR_COMMAND(
	stale, .show = stale_tlb_show, .what = "the stale TLB, step by step",
	.details = "An entry is changed and nobody tells the TLB: three witnesses disagree.");

static void show_names(void)
{
	char names[256] = "";

	for (unsigned int i = 0; experiment_name(i); i++) {
		strlcat(names, " ", sizeof(names));
		strlcat(names, experiment_name(i), sizeof(names));
	}
	pr_info("there are:%s", names);
}

static int break_command(int argc, char **argv)
{
	if (argc != 2) {
		show_names();
		return -EINVAL;
	}
	run_job(run_experiment, argv[1]);
	return 0;
}
MONITOR_COMMAND(break, .run = break_command, .arguments = "NAME", .example = "null",
		.what = "do the wrong thing, read what happens", .candidate = experiment_name,
		.details =
			"Tab shows the names. Few damage so much that the machine ends: console, "
			"handler, report.");
