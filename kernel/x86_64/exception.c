// SPDX-License-Identifier: MIT
/*
 * Decodes an exception's vector and error code: its kind, its reason, and a description in words.
 * Called for each exception that was not expected.
 */
#include <asm/bug.h>
#include <asm/exception.h>
#include <asm/ptrace.h>
#include <bootmap/fault.h>
#include <bootmap/pgtable.h>
#include <stdio.h>

/* Names of exceptions, as in the SDM (volume 3, table 6-1). */
static const char *const names[NR_EXCEPTIONS] = {
	[0] = "#DE, division error",
	[1] = "#DB, debug exception",
	[VECTOR_NMI] = "NMI, non-maskable interrupt",
	[3] = "#BP, breakpoint",
	[4] = "#OF, overflow",
	[5] = "#BR, bound range exceeded",
	[VECTOR_UD] = "#UD, undefined instruction",
	[7] = "#NM, floating point or SIMD instruction while these are off",
	[VECTOR_DF] = "#DF, double fault",
	[10] = "#TS, invalid TSS",
	[11] = "#NP, segment not present",
	[12] = "#SS, stack segment fault",
	[VECTOR_GP] = "#GP, general protection fault",
	[VECTOR_PF] = "#PF, page fault",
	[16] = "#MF, x87 error",
	[17] = "#AC, alignment check",
	[VECTOR_MC] = "#MC, machine check",
	[19] = "#XM, SIMD error",
	[20] = "#VE, virtualization exception",
	[21] = "#CP, control protection exception",
};

static const char *access(u64 error)
{
	return (error & PF_FETCH) ? "execute" : (error & PF_WRITE) ? "write" : "read";
}

static const char *obstacle(u64 error)
{
	return (error & PF_RESERVED) ? "an entry has a reserved bit set" :
	       (error & PF_PRESENT)  ? "the entry does not permit it" :
				       "no entry is present";
}

void exception_describe(char *buf, size_t size, const struct pt_regs *regs)
{
	const char *name = regs->vector < NR_EXCEPTIONS ? names[regs->vector] : "interrupt";

	if (regs->vector == VECTOR_PF)
		snprintf(buf, size, "%s on %s: %s", name, access(regs->error),
			 obstacle(regs->error));
	else if (name)
		snprintf(buf, size, "%s", name);
	else
		snprintf(buf, size, "exception %lu, which is reserved", regs->vector);
}

/*
 * A double fault caused by a stack overflow: the CPU could not push the frame of the first fault.
 */
static bool stack_is_gone(const struct pt_regs *regs)
{
	struct pgtable_walk walk;

	return regs->vector == VECTOR_DF && regs->rsp - regs->cr2 < PAGE_SIZE &&
	       !pgtable_walk(regs->cr2, &walk);
}

/* Reads the instruction, if it is mapped. */
static enum trap_kind undefined_kind(unsigned long rip)
{
	struct pgtable_walk walk;

	return pgtable_walk(rip, &walk) && *(const u16 *)rip == BUG_OPCODE ? TRAP_BUG :
									     TRAP_UNDEFINED;
}

static enum trap_kind trap_kind(const struct pt_regs *regs)
{
	switch (regs->vector) {
	case VECTOR_PF:
		return (regs->error & PF_FETCH) ? TRAP_EXEC :
		       (regs->error & PF_WRITE) ? TRAP_WRITE :
						  TRAP_READ;
	case VECTOR_UD:
		return undefined_kind(regs->rip);
	default:
		return stack_is_gone(regs) ? TRAP_WRITE : TRAP_OTHER;
	}
}

static enum fault_cause fault_cause(const struct pt_regs *regs)
{
	if (stack_is_gone(regs))
		return CAUSE_TRANSLATION;
	if (regs->vector == VECTOR_GP)
		return CAUSE_NO_ADDRESS;
	if (regs->vector != VECTOR_PF)
		return CAUSE_OTHER;
	return (regs->error & PF_RESERVED) ? CAUSE_ENTRY :
	       (regs->error & PF_PRESENT)  ? CAUSE_PERMISSION :
					     CAUSE_TRANSLATION;
}

struct fault exception_to_fault(const struct pt_regs *regs)
{
	return (struct fault){
		.kind = trap_kind(regs),
		.cause = fault_cause(regs),
		.address = regs->cr2,
		.has_address = regs->vector == VECTOR_PF || stack_is_gone(regs),
		.sp = regs->rsp,
	};
}
