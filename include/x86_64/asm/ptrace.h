/* SPDX-License-Identifier: MIT */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* Vectors with a stub in entry.S: 32 exceptions of the CPU, the rest for interrupts. */
#define NR_EXCEPTIONS 32
#define NR_VECTORS    64
#define ALL_VECTORS   256 /* of the CPU; those without a stub of their own share one */

#define VECTOR_NMI 2
#define VECTOR_UD  6
#define VECTOR_DF  8
#define VECTOR_GP  13
#define VECTOR_PF  14
#define VECTOR_MC  18

/* Entries of the TSS's table of stacks (SDM volume 3, 6.14.5). */
#define IST_DF	1
#define IST_NMI 2
#define IST_MC	3

/* Exceptions for which the CPU pushes an error code, a bit each (SDM volume 3, table 6-1). */
#define HAS_ERROR_CODE 0x60227d00

/* Offsets that entry.S uses; asserted below. */
#define PT_CR2 (8 * 2)
#define PT_RIP (8 * 20)
#define PT_RSP (8 * 23)

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/*
 * The interrupted context. The CPU stores the upper part, entry.S the rest. The frame record looks
 * as if the interrupted instruction had called the handler, so that a backtrace continues in the
 * interrupted code.
 */
struct pt_regs {
	u64 record_rbp, record_return;
	u64 cr2;
	u64 r15, r14, r13, r12, r11, r10, r9, r8;
	u64 rbp, rdi, rsi, rdx, rcx, rbx, rax;
	u64 vector, error;
	u64 rip, cs, rflags, rsp, ss;
};

/* The interrupted context of which the frame record at @frame is a part. */
static inline const struct pt_regs *regs_around_record(unsigned long frame)
{
	return container_of((const u64 *)frame, const struct pt_regs, record_rbp);
}

static inline unsigned long regs_pc(const struct pt_regs *regs)
{
	return regs->rip;
}

static inline unsigned long regs_frame(const struct pt_regs *regs)
{
	return regs->rbp;
}

/* What the hardware noted as the address of the latest fault. */
static inline unsigned long regs_fault_address(const struct pt_regs *regs)
{
	return regs->cr2;
}

static_assert(offsetof(struct pt_regs, cr2) == PT_CR2, "entry.S");
static_assert(offsetof(struct pt_regs, rip) == PT_RIP, "entry.S");
static_assert(offsetof(struct pt_regs, rsp) == PT_RSP, "entry.S");
static_assert(offsetof(struct pt_regs, r15) == 8 * 3 && offsetof(struct pt_regs, r12) == 8 * 6 &&
		      offsetof(struct pt_regs, rbp) == 8 * 11 &&
		      offsetof(struct pt_regs, rbx) == 8 * 16,
	      "entry.S");
#endif

#endif
