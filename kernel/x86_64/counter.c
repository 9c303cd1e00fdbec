// SPDX-License-Identifier: MIT
/*
 * The frequency of the time-stamp counter, and a check whether it counts instructions, as it does
 * under QEMU's -icount. kernel/time.c calls counter_frequency(); the benchmarks call
 * instructions_start() before they measure.
 */
#include <asm/counter.h>

#define LOOPS 1000

u64 (*counter_calibration)(void);

u64 counter_frequency(void)
{
	static u64 frequency;

	if (!frequency && counter_calibration)
		frequency = counter_calibration();
	return frequency;
}

bool instructions_start(void)
{
	u64 start = read_instructions(), spent;
	u32 loops;

	__asm__ volatile("mov %1, %0\n1:\tdec %0\n\tjnz 1b" : "=r"(loops) : "i"(LOOPS) : "cc");
	spent = read_instructions() - start - READ_INSTRUCTIONS_COST;
	return spent == 1 + 2 * LOOPS;
}
