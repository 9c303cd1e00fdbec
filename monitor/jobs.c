// SPDX-License-Identifier: MIT
/*
 * Commands that run the jobs of the command line: tests and benchmarks. Jobs use the slots of
 * early_ioremap(), which are closed at the prompt: run_job() opens them meanwhile.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <drivers/memory_picture.h>
#include <errno.h>
#include <experiments/echo.h>
#include <monitor/monitor.h>
#include <tests/bench.h>
#include <tests/test.h>

int run_job(int (*job)(const char *pattern), const char *pattern)
{
	int failures;

	early_ioremap_setup();
	failures = job(pattern);
	memory_picture_redraw();
	if (check_early_ioremap_leak())
		pr_info("monitor: the slots are released for the next job");
	early_ioremap_reclaim();
	early_ioremap_close();
	return failures;
}

static int selftest_command(int argc, char **argv)
{
	run_job(run_tests, argc > 1 ? argv[1] : "*");
	return 0;
}
MONITOR_COMMAND(
	selftest, .run = selftest_command, .arguments = "[PATTERN]", .example = "pitfall_*",
	.candidate = test_name, .what = "run the tests of this image whose names match",
	.details = "* stands for any characters, ? for one; without a pattern, all of them.");

static int bench_command(int argc, char **argv)
{
	run_job(run_bench, argc > 1 ? argv[1] : "*");
	return 0;
}
MONITOR_COMMAND(bench, .run = bench_command, .arguments = "[GROUP]", .example = "accessors",
		.candidate = bench_group_name,
		.what = "measure what operations cost, in instructions");

MONITOR_COMMAND(echo, .show = run_echo, .what = "repeat what is typed, until Ctrl-D");

static void poweroff(void)
{
	machine_off(0);
}
MONITOR_COMMAND(poweroff, .show = poweroff, .what = "switch the machine off");
MONITOR_COMMAND(reboot, .show = machine_restart, .what = "restart the machine");
