// SPDX-License-Identifier: MIT
/*
 * What happens after an exception that was not expected, on every architecture: it is recorded,
 * reported, and ends the kernel, unless somebody is prepared to go on. kernel/ARCH/traps.c calls
 * handle_unexpected() and describes the exception.
 */
#include <bootmap/boot_failure.h>
#include <bootmap/irq.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>

/* Exceptions that are being handled: one, and those within it. */
static int depth;

/* A fixed text first: the functions that describe the exception may be what is broken. */
static void record_failure(const struct pt_regs *regs, unsigned int vector)
{
	boot_failure_record(BOOT_FAIL_FAULT, exception_address(regs),
			    "a fault, and another one while it was put into words");
	exception_summarize(boot_failure.text, sizeof(boot_failure.text), regs, vector);
}

/* A console that faults must not be asked to print its own fault. */
static void drop_faulty_console(void)
{
	if (console_busy())
		unregister_console();
}

/* All that is said of a fault inside the report of another. */
static void report_briefly(const struct pt_regs *regs, unsigned int vector)
{
	char text[sizeof(boot_failure.text)];

	exception_summarize(text, sizeof(text), regs, vector);
	pr_err("A fault inside the fault report: %s", text);
}

/*
 * The handling of an exception may end in another one: each time less is done, at any point of
 * it, so this comes to an end. boot_failure keeps the facts.
 */
void handle_unexpected(struct pt_regs *regs, unsigned int vector)
{
	switch (++depth) {
	case 1:
		record_failure(regs, vector);
		drop_faulty_console();
		exception_report(regs, vector);
		if (trap_survivor && !in_irq() && exception_is_survivable(regs)) {
			depth = 0;
			trap_armed = trap_survivor;
			take_expected_trap(regs);
			return;
		}
		machine_halt(1);
	case 2:
		drop_faulty_console();
		report_briefly(regs, vector);
		machine_halt(1);
	case 3:
		semihosting_exit(1);
		boot_stop();
	default:
		boot_stop();
	}
}
