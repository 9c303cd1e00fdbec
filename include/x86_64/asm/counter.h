/* SPDX-License-Identifier: MIT */
/* The time-stamp counter: what time is measured with. */
#ifndef ASM_COUNTER_H
#define ASM_COUNTER_H

#include <asm/cpu.h>
#include <bootmap/compiler.h>

/* Without the fence the CPU may read it before instructions that come earlier have ended. */
static __always_inline u64 rdtsc_ordered(void)
{
	u64 value;

	__asm__ volatile("lfence\n\trdtsc\n\tshl $32, %%rdx\n\tor %%rdx, %%rax"
			 : "=a"(value)
			 :
			 : "rdx", "memory", "cc");
	return value;
}

/*
 * The time-stamp counter, in its own ticks since the kernel was entered: what ran before is
 * firmware's.
 */
static inline u64 read_counter(void)
{
	return rdtsc_ordered() - boot_cpu.entry_time;
}

/*
 * How to measure the counter's frequency, in ticks a second: a driver's function. NULL: not yet
 * possible.
 */
extern u64 (*counter_calibration)(void);

/* Ticks per second; measured at the first call. 0 while there is no counter_calibration(). */
u64 counter_frequency(void);

#endif
