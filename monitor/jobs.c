// SPDX-License-Identifier: MIT
/*
 * Commands that run the jobs of the command line: tests and benchmarks. Jobs use the slots of
 * early_ioremap(), which are closed at the prompt: run_job() opens them meanwhile.
 */
#include <bootmap/early_ioremap.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
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
	if (check_early_ioremap_leak())
		pr_info("monitor: takes them back, so that the next job finds them free");
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
	.candidate = test_name, .what = "the tests of this image whose names fit",
	.details = "* stands for any characters, ? for one; without a pattern, all of them.");

static int bench_command(int argc, char **argv)
{
	run_job(run_bench, argc > 1 ? argv[1] : "*");
	return 0;
}
MONITOR_COMMAND(bench, .run = bench_command, .arguments = "[GROUP]", .example = "accessors",
		.candidate = bench_group_name, .what = "what things cost, in instructions");

MONITOR_COMMAND(echo, .show = run_echo, .what = "what you type, and who brought it: Ctrl-D ends");

static void poweroff(void)
{
	machine_off(0);
}
MONITOR_COMMAND(poweroff, .show = poweroff, .what = "switch the machine off");
MONITOR_COMMAND(reboot, .show = machine_restart, .what = "begin again from reset");
