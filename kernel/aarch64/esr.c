// SPDX-License-Identifier: MIT
/*
 * Decodes the syndrome register ESR_EL1: the kind of the exception, its reason, and a description
 * in words. Called for each exception that was not expected.
 */
#include <asm/bug.h>
#include <asm/esr.h>
#include <asm/ptrace.h>
#include <bootmap/fault.h>
#include <stdio.h>

static const char *const exception_classes[64] = {
	[EC_UNKNOWN] = "undefined instruction",
	[EC_FP_ASIMD] = "floating point or SIMD instruction while these are off",
	[EC_ILLEGAL_STATE] = "illegal execution state",
	[EC_SVC64] = "system call",
	[EC_MSR_MRS] = "trapped access to a system register",
	[EC_IABT_LOWER] = "instruction abort",
	[EC_IABT_SAME] = "instruction abort",
	[EC_PC_ALIGNMENT] = "misaligned PC",
	[EC_DABT_LOWER] = "data abort",
	[EC_DABT_SAME] = "data abort",
	[EC_SP_ALIGNMENT] = "misaligned SP",
	[EC_SERROR] = "SError",
	[EC_BRK] = "BRK instruction",
};

/* The state after an SError, by AET (DDI 0487J.a, D19.2.37; states of RAS, DDI 0587, 2.5). */
static const char *serror_state(u64 esr)
{
	static const char *const states[8] = {
		[0] = "uncontainable, what runs may be wrong already",
		[1] = "unrecoverable, but contained",
		[AET_UEO] = "restartable, not consumed yet",
		[3] = "recoverable, not consumed yet",
		[AET_CE] = "corrected",
	};
	const char *state = states[FIELD_GET(ISS_AET, esr)];

	if (esr & ISS_IDS)
		return "in terms of this implementation";
	if (FIELD_GET(ISS_FSC, esr) != FSC_SERROR)
		return "not categorized";
	return state ? state : "of a reserved state";
}

bool serror_is_over(u64 esr)
{
	unsigned int state = FIELD_GET(ISS_AET, esr);

	return !(esr & ISS_IDS) && FIELD_GET(ISS_FSC, esr) == FSC_SERROR &&
	       (state == AET_CE || state == AET_UEO);
}

static bool is_abort(unsigned int ec)
{
	return ec == EC_IABT_SAME || ec == EC_IABT_LOWER || ec == EC_DABT_SAME ||
	       ec == EC_DABT_LOWER;
}

/* Index: fault status code. If four codes share a name, the low two bits are the level. */
static const char *const fault_statuses[64] = {
	[0x00 ... 0x03] = "address size fault",
	[0x04 ... 0x07] = "translation fault",
	[0x08 ... 0x0b] = "access flag fault",
	[0x0c ... 0x0f] = "permission fault",
	[0x10] = "external abort",
	[0x14 ... 0x17] = "external abort on a table walk",
	[0x21] = "alignment fault",
	[0x30] = "TLB conflict abort",
};

static bool has_level(unsigned int fsc)
{
	return fsc <= 0x0f || (fsc >= 0x14 && fsc <= 0x17);
}

void fault_status_describe(char *buf, size_t size, unsigned int fsc)
{
	const char *name = fault_statuses[fsc];

	if (has_level(fsc))
		snprintf(buf, size, "%s at level %u", name, fsc & 3);
	else
		snprintf(buf, size, "%s", name ? name : "another fault status");
}

void esr_describe(char *buf, size_t size, u64 esr)
{
	unsigned int ec = FIELD_GET(ESR_EC, esr);
	unsigned int fsc = FIELD_GET(ISS_FSC, esr);
	const char *access = ec == EC_IABT_SAME || ec == EC_IABT_LOWER ? "execute" :
			     esr & ISS_WNR			       ? "write" :
									 "read";
	const char *class = exception_classes[ec];
	char status[FAULT_STATUS_MAX];

	if (!class)
		class = "another exception class";
	fault_status_describe(status, sizeof(status), fsc);
	if (is_abort(ec))
		snprintf(buf, size, "%s on %s: %s", class, access, status);
	else if (ec == EC_SERROR)
		snprintf(buf, size, "%s, %s", class, serror_state(esr));
	else if (ec == EC_BRK)
		snprintf(buf, size, "%s 0x%lx", class, FIELD_GET(ISS_BRK_COMMENT, esr));
	else
		snprintf(buf, size, "%s", class);
}

static enum trap_kind trap_kind(u64 esr)
{
	switch (FIELD_GET(ESR_EC, esr)) {
	case EC_IABT_SAME:
		return TRAP_EXEC;
	case EC_DABT_SAME:
		return (esr & ISS_WNR) ? TRAP_WRITE : TRAP_READ;
	case EC_BRK:
		return FIELD_GET(ISS_BRK_COMMENT, esr) == BUG_BRK_IMM ? TRAP_BUG : TRAP_OTHER;
	case EC_UNKNOWN:
		return TRAP_UNDEFINED;
	default:
		return TRAP_OTHER;
	}
}

static enum fault_cause fault_cause(u64 esr)
{
	unsigned int ec = FIELD_GET(ESR_EC, esr);
	unsigned int fsc = FIELD_GET(ISS_FSC, esr);

	if (ec == EC_SERROR)
		return CAUSE_ASYNC;
	if (ec == EC_SP_ALIGNMENT || ec == EC_PC_ALIGNMENT)
		return CAUSE_ALIGNMENT;
	if (!is_abort(ec))
		return CAUSE_OTHER;
	switch (fsc >> 2) {
	case 0: /* address size: the entry leads beyond the physical addresses */
	case 2: /* access flag */
		return CAUSE_ENTRY;
	case 4: /* external abort on the access itself */
	case 5: /* … on a table walk */
		return CAUSE_EXTERNAL;
	case 1:
		return CAUSE_TRANSLATION;
	case 3:
		return CAUSE_PERMISSION;
	case 8:
		return CAUSE_ALIGNMENT;
	default:
		return CAUSE_OTHER;
	}
}

struct fault exception_to_fault(const struct pt_regs *regs)
{
	unsigned int ec = FIELD_GET(ESR_EC, regs->esr);

	return (struct fault){
		.kind = trap_kind(regs->esr),
		.cause = fault_cause(regs->esr),
		.address = regs->far,
		.has_address = (is_abort(ec) && !(regs->esr & ISS_FNV)) || ec == EC_PC_ALIGNMENT,
		.sp = regs->sp,
	};
}
