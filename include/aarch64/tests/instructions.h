/* SPDX-License-Identifier: MIT */
/* How executed instructions are counted: by the Performance Monitors Unit (PMU). */
#ifndef TESTS_INSTRUCTIONS_H
#define TESTS_INSTRUCTIONS_H

#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <bootmap/compiler.h>

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
