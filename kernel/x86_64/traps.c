// SPDX-License-Identifier: MIT
/*
 * Exceptions of x86-64, as entry.S hands them over: interrupts, traps that were armed, NMIs. All
 * others go to handle_unexpected(), which calls this file for the parts that depend on the
 * architecture.
 */
#include <bootmap/backtrace.h>
#include <bootmap/irq.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>

#include <asm/io.h>
#include <asm/mce.h>
#include <asm/ptrace.h>

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

void exception_show_details(const struct pt_regs *regs)
{
	pr_err("cause    exception %lu, error code 0x%lx", regs->vector, regs->error);
	if (regs->vector == VECTOR_MC)
		mce_report();
	show_registers(regs);
}

/* After a machine check, the state of the kernel may be damaged. */
bool exception_is_survivable(const struct pt_regs *regs)
{
	return regs->vector != VECTOR_MC;
}

/* trap_landing() uses the stack of this frame, because the interrupted one may be invalid. */
void return_to_landing(struct pt_regs *regs, unsigned long irqflags)
{
	regs->rip = (unsigned long)trap_landing;
	regs->rsp = (unsigned long)regs;
	regs->rflags = (regs->rflags & ~RFLAGS_IF) | (irqflags & RFLAGS_IF);
}

/* NMIs, machine checks and interrupts are not caused by the interrupted instruction. */
bool exception_is_synchronous(const struct pt_regs *regs)
{
	return regs->vector < NR_EXCEPTIONS && regs->vector != VECTOR_NMI &&
	       regs->vector != VECTOR_MC;
}

/*
 * The chipset's register with the reason of an NMI: an error of memory or of a card (Intel ICH7
 * datasheet, 10.7.1). Without this port, reads return ones.
 */
#define NMI_STATUS	 0x61
#define NMI_STATUS_CAUSE (BIT(7) | BIT(6))

static bool nmi_has_cause(void)
{
	u8 status = inb(NMI_STATUS);

	return status != 0xff && status & NMI_STATUS_CAUSE;
}

/* An NMI without an error, for example from a button: it only asks for a report. */
static void report_nmi(const struct pt_regs *regs)
{
	char where[KSYM_NAME_MAX];

	pr_err("NMI, non-maskable interrupt, at %s: it reports no error, the kernel continues",
	       ksym_format(where, sizeof(where), regs->rip));
	show_backtrace(regs->rbp, regs->rip, leaf_return_address(regs));
}

void handle_exception(struct pt_regs *regs)
{
	if (other_core_exception && other_core_exception(regs))
		return;
	if (regs->vector >= NR_EXCEPTIONS && handle_irq())
		return;
	if (trap_armed && exception_is_synchronous(regs)) {
		take_expected_trap(regs);
		return;
	}
	if (regs->vector == VECTOR_NMI && !nmi_has_cause()) {
		report_nmi(regs);
		return;
	}
	handle_unexpected(regs);
}
