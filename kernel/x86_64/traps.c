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

#include <asm/exception.h>
#include <asm/io.h>
#include <asm/mce.h>

/*
 * The landing gets this frame's place as its stack, whatever became of the interrupted one,
 * and interrupts as they were where the trap was armed.
 */
void take_expected_trap(struct pt_regs *regs)
{
	struct fault fault = exception_to_fault(regs);

	trap_armed->kind = fault.kind;
	trap_armed->address = fault.has_address ? fault.address : regs->rip;
	regs->rip = (unsigned long)trap_landing;
	regs->rsp = (unsigned long)regs;
	regs->rflags = (regs->rflags & ~RFLAGS_IF) | (trap_armed->irqflags & RFLAGS_IF);
}

/* What happened, and where, in one line. */
void exception_summarize(char *buf, size_t size, const struct pt_regs *regs,
			 unsigned int vector __attribute__((unused)))
{
	char what[FAULT_TEXT_MAX], where[KSYM_NAME_MAX];

	exception_describe(what, sizeof(what), regs);
	ksym_format(where, sizeof(where), regs->rip);
	snprintf(buf, size, "%s in %s", what, where);
}

static void show_registers(const struct pt_regs *regs)
{
	pr_err("registers:");
	pr_err("  rax 0x%016lx  rbx 0x%016lx  rcx 0x%016lx", regs->rax, regs->rbx, regs->rcx);
	pr_err("  rdx 0x%016lx  rsi 0x%016lx  rdi 0x%016lx", regs->rdx, regs->rsi, regs->rdi);
	pr_err("  rbp 0x%016lx  rsp 0x%016lx  r8  0x%016lx", regs->rbp, regs->rsp, regs->r8);
	pr_err("  r9  0x%016lx  r10 0x%016lx  r11 0x%016lx", regs->r9, regs->r10, regs->r11);
	pr_err("  r12 0x%016lx  r13 0x%016lx  r14 0x%016lx", regs->r12, regs->r13, regs->r14);
	pr_err("  r15 0x%016lx  rflags 0x%lx", regs->r15, regs->rflags);
}

/* The most important first: the reason, the owner of the address, the place; registers last. */
void exception_report(const struct pt_regs *regs, unsigned int vector __attribute__((unused)))
{
	struct fault fault = exception_to_fault(regs);
	char text[FAULT_TEXT_MAX];

	exception_describe(text, sizeof(text), regs);
	pr_err("Unexpected fault: %s", text);
	pr_err("reason   likely: %s", likely_reason(&fault));
	if ((const char *)regs >= emergency_stack && (const char *)regs < emergency_stack_top)
		pr_err("stack    no room at SP: this report uses the emergency stack");
	show_backtrace(regs->rbp, regs->rip, leaf_return_address(regs));
	show_fault_address(&fault);
	pr_err("PC       0x%016lx: %s", regs->rip, ksym_format(text, sizeof(text), regs->rip));
	pr_err("cause    exception %lu, error code 0x%lx", regs->vector, regs->error);
	if (regs->vector == VECTOR_MC)
		mce_report();
	show_registers(regs);
}

unsigned long exception_address(const struct pt_regs *regs)
{
	return regs->cr2;
}

/* After a machine check no state of the kernel is certain. */
bool exception_is_survivable(const struct pt_regs *regs)
{
	return regs->vector != VECTOR_MC;
}

/* Whoever armed a trap waits for what his own instruction does. These come from elsewhere. */
static bool is_answer(const struct pt_regs *regs)
{
	return regs->vector < NR_EXCEPTIONS && regs->vector != VECTOR_NMI &&
	       regs->vector != VECTOR_MC;
}

/*
 * A chipset says there why it sends NMIs: an error of memory, or of a card (Intel ICH7 datasheet,
 * 10.7.1). Where no such port is, ones are read.
 */
#define NMI_STATUS	 0x61
#define NMI_STATUS_CAUSE (BIT(7) | BIT(6))

static bool nmi_has_cause(void)
{
	u8 status = inb(NMI_STATUS);

	return status != 0xff && status & NMI_STATUS_CAUSE;
}

/* Somebody wants to know where the kernel is: a button, or another program of the machine's owner. */
static void report_nmi(const struct pt_regs *regs)
{
	char where[KSYM_NAME_MAX];

	pr_err("NMI, non-maskable interrupt, at %s: no error is behind it, the kernel goes on",
	       ksym_format(where, sizeof(where), regs->rip));
	show_backtrace(regs->rbp, regs->rip, leaf_return_address(regs));
}

void handle_exception(struct pt_regs *regs)
{
	if (regs->vector >= NR_EXCEPTIONS && handle_irq())
		return;
	if (trap_armed && is_answer(regs)) {
		take_expected_trap(regs);
		return;
	}
	if (regs->vector == VECTOR_NMI && !nmi_has_cause()) {
		report_nmi(regs);
		return;
	}
	handle_unexpected(regs, regs->vector);
}
