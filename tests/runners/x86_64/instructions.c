// SPDX-License-Identifier: MIT
/* Checks whether the time-stamp counter counts instructions, as it does under QEMU's -icount. */
#include <tests/instructions.h>

#define LOOPS 1000

bool instructions_start(void)
{
	u64 start = read_instructions(), spent;
	u32 loops;

	__asm__ volatile("mov %1, %0\n1:\tdec %0\n\tjnz 1b" : "=r"(loops) : "i"(LOOPS) : "cc");
	spent = read_instructions() - start - READ_INSTRUCTIONS_COST;
	return spent == 1 + 2 * LOOPS;
}
