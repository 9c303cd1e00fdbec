/* SPDX-License-Identifier: MIT */
/* The system counter: what time is measured with. */
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

#endif
