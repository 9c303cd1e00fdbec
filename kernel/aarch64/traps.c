// SPDX-License-Identifier: MIT
/*
 * Exceptions, as entry.S hands them over: interrupts, and traps that somebody armed.
 * Any other is reported and ends the kernel.
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

#include <asm/esr.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>

/* Slots of the vector table: four kinds from each of four origins. */
#define VECTOR_KIND(vector)   ((vector)&3)
#define VECTOR_ORIGIN(vector) ((vector) >> 2)
#define KIND_SYNC	      0
#define VECTOR_IRQ	      5 /* an IRQ at EL1, SP_EL1 in use */

static const char *const vector_kinds[] = { "synchronous exception", "IRQ", "FIQ", "SError" };
static const char *const vector_origins[] = { "EL1 with SP_EL0", "EL1", "EL0", "32-bit EL0" };

/* Exceptions within exceptions: each deeper report does less. */
static int depth;

/* Go on where the trap was armed, with interrupts as they were there. */
static void take_expected_trap(struct pt_regs *regs)
{
	struct fault fault = esr_to_fault(regs);

	trap_armed->kind = fault.kind;
	trap_armed->address = fault.has_address ? fault.address : regs->pc;
	regs->pc = (unsigned long)trap_landing;
	regs->pstate = (regs->pstate & ~SPSR_DAIF) | trap_armed->irqflags;
	/* The landing needs a little stack; the interrupted SP may be what was wrong. */
	regs->sp = (unsigned long)(regs + 1);
}

static void record_failure(const struct pt_regs *regs, const char *what)
{
	char where[KSYM_NAME_MAX];

	boot_failure.code = BOOT_FAIL_FAULT;
	boot_failure.value = regs->far;
	snprintf(boot_failure.text, sizeof(boot_failure.text), "%s in %s", what,
		 ksym_format(where, sizeof(where), regs->pc));
}

static void show_registers(const struct pt_regs *regs)
{
	for (int i = 0; i < 30; i += 3)
		pr_err("  x%-2d 0x%016lx  x%-2d 0x%016lx  x%-2d 0x%016lx", i, regs->x[i], i + 1,
		       regs->x[i + 1], i + 2, regs->x[i + 2]);
	pr_err("  x30 0x%016lx  sp  0x%016lx  pstate 0x%lx", regs->x[30], regs->sp, regs->pstate);
}

static void report(const struct pt_regs *regs, unsigned int vector)
{
	struct fault fault = esr_to_fault(regs);
	char text[128];

	pr_err("Unexpected fault: %s from %s", vector_kinds[VECTOR_KIND(vector)],
	       vector_origins[VECTOR_ORIGIN(vector)]);
	esr_describe(text, sizeof(text), regs->esr);
	pr_err("ESR      0x%016lx: %s", regs->esr, text);
	pr_err("PC       0x%016lx: %s", regs->pc, ksym_format(text, sizeof(text), regs->pc));
	pr_err("LR       0x%016lx: %s", regs->x[30], ksym_format(text, sizeof(text), regs->x[30]));
	show_fault_address(&fault);
	pr_err("reason   likely: %s", likely_reason(&fault));
	if ((const char *)regs >= emergency_stack && (const char *)regs < emergency_stack_top)
		pr_err("stack    no room at SP: this report uses the emergency stack");
	pr_err("registers:");
	show_registers(regs);
	show_backtrace(regs->x[29], regs->pc);
}

void handle_exception(struct pt_regs *regs, unsigned int vector)
{
	char what[128];

	if (vector == VECTOR_IRQ && handle_irq())
		return;
	if (trap_armed && VECTOR_KIND(vector) == KIND_SYNC) {
		take_expected_trap(regs);
		return;
	}
	depth++;
	esr_describe(what, sizeof(what), regs->esr);
	record_failure(regs, what);
	/*
	 * A console that faults must not be asked to print its own fault, and a
	 * report that faults must not be reported: boot_failure keeps the facts.
	 */
	if (console_busy())
		unregister_console();
	if (depth == 1)
		report(regs, vector);
	else
		pr_err("A fault inside the fault report: %s", boot_failure.text);
	if (depth == 1 && trap_survivor && !in_irq()) {
		depth = 0;
		trap_armed = trap_survivor;
		take_expected_trap(regs);
		return;
	}
	if (depth <= 2)
		machine_off(1);
	boot_stop();
}
