// SPDX-License-Identifier: MIT
/*
 * Exceptions, as entry.S hands them over: interrupts, and traps that were armed.
 * Any other is reported and ends the kernel.
 */
#include <bootmap/backtrace.h>
#include <bootmap/boot.h>
#include <bootmap/fault.h>
#include <bootmap/irq.h>
#include <bootmap/ksyms.h>
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
#define KIND_SERROR	      3
#define VECTOR_IRQ	      5 /* an IRQ at EL1, SP_EL1 in use */

static const char *const vector_kinds[] = { "synchronous exception", "IRQ", "FIQ", "SError" };
static const char *const vector_origins[] = { "EL1 with SP_EL0", "EL1", "EL0", "32-bit EL0" };

/* Go on where the trap was armed, with interrupts as they were there. */
void take_expected_trap(struct pt_regs *regs)
{
	struct fault fault = esr_to_fault(regs);

	trap_armed->kind = fault.kind;
	trap_armed->address = fault.has_address ? fault.address : regs->pc;
	regs->pc = (unsigned long)trap_landing;
	regs->pstate = (regs->pstate & ~SPSR_DAIF) | trap_armed->irqflags;
	/* The landing needs a little stack; the interrupted SP may be what was wrong. */
	regs->sp = (unsigned long)(regs + 1);
}

/* ESR_EL1 tells of synchronous exceptions and SErrors; with an interrupt it is an old one. */
static const char *headline(char *buf, size_t size, const struct pt_regs *regs, unsigned int vector)
{
	if (VECTOR_KIND(vector) != KIND_SYNC && VECTOR_KIND(vector) != KIND_SERROR)
		return vector_kinds[VECTOR_KIND(vector)];
	esr_describe(buf, size, regs->esr);
	return buf;
}

/* What happened, and where, in one line. */
void exception_summarize(char *buf, size_t size, const struct pt_regs *regs, unsigned int vector)
{
	char what[FAULT_TEXT_MAX], where[KSYM_NAME_MAX];

	ksym_format(where, sizeof(where), regs->pc);
	snprintf(buf, size, "%s in %s", headline(what, sizeof(what), regs, vector), where);
}

static void show_registers(const struct pt_regs *regs)
{
	pr_err("registers:");
	for (int i = 0; i < 30; i += 3)
		pr_err("  x%-2d 0x%016lx  x%-2d 0x%016lx  x%-2d 0x%016lx", i, regs->x[i], i + 1,
		       regs->x[i + 1], i + 2, regs->x[i + 2]);
	pr_err("  x30 0x%016lx  sp  0x%016lx  pstate 0x%lx", regs->x[30], regs->sp, regs->pstate);
}

/* The most important first: the reason, the owner of the address, the place; registers last. */
void exception_report(const struct pt_regs *regs, unsigned int vector)
{
	struct fault fault = esr_to_fault(regs);
	char text[FAULT_TEXT_MAX];

	pr_err("Unexpected fault: %s", headline(text, sizeof(text), regs, vector));
	pr_err("reason   likely: %s", likely_reason(&fault));
	if ((const char *)regs >= emergency_stack && (const char *)regs < emergency_stack_top)
		pr_err("stack    no room at SP: this report uses the emergency stack");
	show_backtrace(regs->x[29], regs->pc, leaf_return_address(regs));
	show_fault_address(&fault);
	pr_err("PC       0x%016lx: %s", regs->pc, ksym_format(text, sizeof(text), regs->pc));
	pr_err("ESR      0x%016lx: EC 0x%02lx, ISS 0x%lx: %s from %s", regs->esr,
	       FIELD_GET(ESR_EC, regs->esr), FIELD_GET(ESR_ISS, regs->esr),
	       vector_kinds[VECTOR_KIND(vector)], vector_origins[VECTOR_ORIGIN(vector)]);
	show_registers(regs);
}

unsigned long exception_address(const struct pt_regs *regs)
{
	return regs->far;
}

bool exception_is_survivable(const struct pt_regs *regs __attribute__((unused)))
{
	return true;
}

void handle_exception(struct pt_regs *regs, unsigned int vector)
{
	if (vector == VECTOR_IRQ && handle_irq())
		return;
	if (trap_armed && VECTOR_KIND(vector) == KIND_SYNC) {
		take_expected_trap(regs);
		return;
	}
	if (VECTOR_KIND(vector) == KIND_SERROR && serror_is_over(regs->esr)) {
		pr_warn("SError: the hardware had an error, and contained it (ESR 0x%lx)",
			regs->esr);
		return;
	}
	handle_unexpected(regs, vector);
}
