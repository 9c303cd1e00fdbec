/* SPDX-License-Identifier: MIT */
#ifndef ASM_PTRACE_H
#define ASM_PTRACE_H

/* Vectors with a stub in entry.S: 32 exceptions of the CPU, the rest for interrupts. */
#define NR_EXCEPTIONS 32
#define NR_VECTORS    64

#define VECTOR_NMI 2
#define VECTOR_UD  6
#define VECTOR_DF  8
#define VECTOR_GP  13
#define VECTOR_PF  14
#define VECTOR_MC  18

/* Exceptions for which the CPU pushes an error code, a bit each (SDM volume 3, table 6-1). */
#define HAS_ERROR_CODE 0x60227d00

#ifndef __ASSEMBLER__
#include <bootmap/types.h>

/* The interrupted context: the upper part stored by the CPU, the rest by entry.S. */
struct pt_regs {
	u64 cr2;
	u64 r15, r14, r13, r12, r11, r10, r9, r8;
	u64 rbp, rdi, rsi, rdx, rcx, rbx, rax;
	u64 vector, error;
	u64 rip, cs, rflags, rsp, ss;
};

/**
 * handle_exception() - the C side of every vector, called by entry.S
 * @regs: the interrupted context
 *
 * Returns to continue at regs->rip.
 */
void handle_exception(struct pt_regs *regs);
#endif

#endif
