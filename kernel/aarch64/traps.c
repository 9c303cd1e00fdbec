// SPDX-License-Identifier: MIT
/*
 * Exceptions of AArch64, as entry.S hands them over: interrupts, traps that were armed, SErrors.
 * All others go to handle_unexpected(), which calls this file for the parts that depend on the
 * architecture.
 */
#include <bootmap/irq.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <stdio.h>

#include <asm/esr.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>

/* Slots of the vector table: four kinds of exception from each of four origins. */
#define VECTOR_KIND(vector)   ((vector)&3)
#define VECTOR_ORIGIN(vector) ((vector) >> 2)
#define KIND_SYNC	      0
#define KIND_SERROR	      3
#define VECTOR_IRQ	      5 /* an IRQ at EL1, SP_EL1 in use */

static const char *const vector_kinds[] = { "synchronous exception", "IRQ", "FIQ", "SError" };
static const char *const vector_origins[] = { "EL1 with SP_EL0", "EL1", "EL0", "32-bit EL0" };

/* ESR_EL1 is valid for synchronous exceptions and SErrors; an interrupt does not change it. */
void exception_describe(char *buf, size_t size, const struct pt_regs *regs)
{
	unsigned int kind = VECTOR_KIND(regs->vector);

	if (kind == KIND_SYNC || kind == KIND_SERROR)
		esr_describe(buf, size, regs->esr);
	else
		snprintf(buf, size, "%s", vector_kinds[kind]);
}

static void show_registers(const struct pt_regs *regs)
{
	pr_err("registers:");
	for (int i = 0; i < 30; i += 3)
		pr_err("  x%-2d 0x%016lx  x%-2d 0x%016lx  x%-2d 0x%016lx", i, regs->x[i], i + 1,
		       regs->x[i + 1], i + 2, regs->x[i + 2]);
	pr_err("  x30 0x%016lx  sp  0x%016lx  pstate 0x%lx", regs->x[30], regs->sp, regs->pstate);
}

void exception_show_details(const struct pt_regs *regs)
{
	pr_err("ESR      0x%016lx: EC 0x%02lx, ISS 0x%lx: %s from %s", regs->esr,
	       FIELD_GET(ESR_EC, regs->esr), FIELD_GET(ESR_ISS, regs->esr),
	       vector_kinds[VECTOR_KIND(regs->vector)],
	       vector_origins[VECTOR_ORIGIN(regs->vector)]);
	show_registers(regs);
}

bool exception_is_synchronous(const struct pt_regs *regs)
{
	return VECTOR_KIND(regs->vector) == KIND_SYNC;
}

bool exception_is_survivable(const struct pt_regs *regs __attribute__((unused)))
{
	return true;
}

/* trap_landing() needs a stack, and the interrupted SP may be invalid. */
void return_to_landing(struct pt_regs *regs, unsigned long irqflags)
{
	regs->pc = (unsigned long)trap_landing;
	regs->pstate = (regs->pstate & ~SPSR_DAIF) | irqflags;
	regs->sp = (unsigned long)(regs + 1);
}

void handle_exception(struct pt_regs *regs)
{
	unsigned int kind = VECTOR_KIND(regs->vector);

	if (other_core_exception && other_core_exception(regs))
		return;
	if (regs->vector == VECTOR_IRQ && handle_irq())
		return;
	if (trap_armed && exception_is_synchronous(regs)) {
		take_expected_trap(regs);
		return;
	}
	if (kind == KIND_SERROR && serror_is_over(regs->esr)) {
		pr_warn("SError: the hardware had an error, and contained it (ESR 0x%lx)",
			regs->esr);
		return;
	}
	handle_unexpected(regs);
}
