/* SPDX-License-Identifier: MIT */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* Offsets that entry.S uses; asserted below. */
#define PT_LR	  (8 * 30)
#define PT_SP	  (8 * 31)
#define PT_PC	  (8 * 32)
#define PT_ESR	  (8 * 34)
#define PT_VECTOR (8 * 36)
#define PT_RECORD (8 * 38)
#define PT_V	  (8 * 40)
#define PT_SIZE	  (PT_V + 16 * 32)

/* Stack for an interrupt handler or a report. If less is left, the emergency stack is used. */
#define HANDLER_ROOM 4096

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/*
 * The interrupted context, as entry.S stores it on the stack. The frame record (AAPCS64) looks as
 * if the interrupted instruction had called the handler, so that a backtrace continues in the
 * interrupted code.
 */
struct pt_regs {
	u64 x[31];
	u64 sp;
	u64 pc;
	u64 pstate;
	u64 esr;
	u64 far;
	u64 vector; /* which of the 16 */
	u64 unused; /* keeps what follows at multiples of 16 */
	u64 record_x29;
	u64 record_return;
	u64 v[32][2];
};

/* The interrupted context of which the frame record at @frame is a part. */
static inline const struct pt_regs *regs_around_record(unsigned long frame)
{
	return container_of((const u64 *)frame, const struct pt_regs, record_x29);
}

static inline unsigned long regs_pc(const struct pt_regs *regs)
{
	return regs->pc;
}

static inline unsigned long regs_frame(const struct pt_regs *regs)
{
	return regs->x[29];
}

/* What the hardware noted as the address of the latest fault. */
static inline unsigned long regs_fault_address(const struct pt_regs *regs)
{
	return regs->far;
}

static_assert(offsetof(struct pt_regs, x[30]) == PT_LR, "entry.S");
static_assert(offsetof(struct pt_regs, sp) == PT_SP, "entry.S");
static_assert(offsetof(struct pt_regs, pc) == PT_PC, "entry.S");
static_assert(offsetof(struct pt_regs, esr) == PT_ESR, "entry.S");
static_assert(offsetof(struct pt_regs, vector) == PT_VECTOR, "entry.S");
static_assert(offsetof(struct pt_regs, record_x29) == PT_RECORD, "entry.S");
static_assert(offsetof(struct pt_regs, v) == PT_V, "entry.S");
static_assert(sizeof(struct pt_regs) == PT_SIZE && PT_SIZE % 16 == 0, "entry.S; SP alignment");
#endif

#endif
