// SPDX-License-Identifier: MIT
/*
 * Handles exceptions, on every architecture. After an expected exception, the code that has armed a
 * trap continues. Any other exception is recorded and reported, and ends the kernel, unless
 * SURVIVE_TRAP() is armed. kernel/ARCH/traps.c calls these functions.
 */
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/boot_failure.h>
#include <bootmap/fault.h>
#include <bootmap/irq.h>
#include <bootmap/ksyms.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <stdio.h>

#include <asm/ptrace.h>

bool (*page_fault_handler)(const struct fault *fault);
bool (*other_core_exception)(struct pt_regs *regs);

/* Number of exceptions being handled, one within another. */
static int depth;

void take_expected_trap(struct pt_regs *regs)
{
	struct fault fault = exception_to_fault(regs);

	trap_armed->kind = fault.kind;
	trap_armed->address = fault.has_address ? fault.address : regs_pc(regs);
	return_to_landing(regs, trap_armed->irqflags);
}

/* What happened, and where, in one line. */
static void summarize(char *buf, size_t size, const struct pt_regs *regs)
{
	char what[FAULT_TEXT_MAX], where[KSYM_NAME_MAX];

	exception_describe(what, sizeof(what), regs);
	ksym_format(where, sizeof(where), regs_pc(regs));
	snprintf(buf, size, "%s in %s", what, where);
}

/* A fixed text comes first, because describing the exception may itself cause a fault. */
static void record_failure(const struct pt_regs *regs)
{
	boot_failure_record(BOOT_FAIL_FAULT, regs_fault_address(regs),
			    "a fault, and another one while it was put into words");
	summarize(boot_failure.text, sizeof(boot_failure.text), regs);
}

/* If the console code has faulted, it cannot print the report. If it was interrupted, it can. */
static void get_console(const struct pt_regs *regs)
{
	if (console_busy() && exception_is_synchronous(regs))
		unregister_console();
	else
		console_seize();
}

/* The most important facts come first: reason, owner of the address, place; registers last. */
static void exception_report(const struct pt_regs *regs)
{
	struct fault fault = exception_to_fault(regs);
	char text[FAULT_TEXT_MAX];

	exception_describe(text, sizeof(text), regs);
	pr_err("Unexpected fault: %s", text);
	pr_err("reason   likely: %s", likely_reason(&fault));
	if ((const char *)regs >= emergency_stack && (const char *)regs < emergency_stack_top)
		pr_err("stack    no room at SP: this report uses the emergency stack");
	show_backtrace(regs_frame(regs), regs_pc(regs), leaf_return_address(regs));
	show_fault_address(&fault);
	ksym_format(text, sizeof(text), regs_pc(regs));
	pr_err("PC       0x%016lx: %s", regs_pc(regs), text);
	exception_show_details(regs);
}

/* The short report for a fault inside the report of another. */
static void report_briefly(const struct pt_regs *regs)
{
	char text[sizeof(boot_failure.text)];

	summarize(text, sizeof(text), regs);
	pr_err("A fault inside the fault report: %s", text);
}

/* Did somebody map what was missing? Then the instruction that faulted runs again. */
static bool is_handled(const struct pt_regs *regs)
{
	struct fault fault = exception_to_fault(regs);

	return page_fault_handler && page_fault_handler(&fault);
}

/*
 * The report of an exception may cause another exception. Each further one is handled with less
 * code, so that the sequence ends. boot_failure keeps the facts.
 */
void handle_unexpected(struct pt_regs *regs)
{
	if (is_handled(regs))
		return;
	switch (++depth) {
	case 1:
		record_failure(regs);
		get_console(regs);
		exception_report(regs);
		if (trap_survivor && !in_irq() && exception_is_survivable(regs)) {
			depth = 0;
			trap_armed = trap_survivor;
			take_expected_trap(regs);
			return;
		}
		machine_halt(1);
	case 2:
		get_console(regs);
		report_briefly(regs);
		machine_halt(1);
	case 3:
		semihosting_exit(1);
		boot_stop();
	default:
		boot_stop();
	}
}
