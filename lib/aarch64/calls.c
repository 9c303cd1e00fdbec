// SPDX-License-Identifier: MIT
/*
 * Finds the call instruction that belongs to a return address, as AArch64 encodes calls.
 * lib/backtrace.c and the exception code call this.
 */
#include <bootmap/backtrace.h>
#include <bootmap/ksyms.h>

#include <asm/ptrace.h>

#define INSTRUCTION_SIZE 4

unsigned long call_before(unsigned long return_address)
{
	return return_address - INSTRUCTION_SIZE;
}

/*
 * LR holds the return address, unless the function has called others: then LR points into itself.
 */
unsigned long leaf_return_address(const struct pt_regs *regs)
{
	unsigned long caller = ksym_start(call_before(regs->x[30]));

	return caller == ksym_start(regs->pc) ? 0 : caller ? regs->x[30] : 0;
}
