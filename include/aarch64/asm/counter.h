/* SPDX-License-Identifier: MIT */
/* Two ways to measure: the system counter, and the PMU's count of instructions. */
#ifndef ASM_COUNTER_H
#define ASM_COUNTER_H

#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <bootmap/compiler.h>

/* The system counter, in its own ticks since reset. */
static inline u64 read_counter(void)
{
	isb();
	return read_sysreg(cntvct_el0);
}

/* Ticks a second. */
static inline u64 counter_frequency(void)
{
	return read_sysreg(cntfrq_el0);
}

/**
 * instructions_start() - make event counter 0 count executed instructions
 * Return: whether this CPU has such a counter (PMUv3 with INST_RETIRED).
 */
bool instructions_start(void);

/* Instructions executed since instructions_start(). The isb drains what came before. */
static __always_inline u64 read_instructions(void)
{
	isb();
	return read_sysreg(pmevcntr0_el0);
}

/* What two calls of read_instructions() in a row differ by. */
#define READ_INSTRUCTIONS_COST 2

#endif
