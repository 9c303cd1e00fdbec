/* SPDX-License-Identifier: MIT */
#ifndef ASM_COUNTER_H
#define ASM_COUNTER_H

#include <bootmap/types.h>
#include <time.h>

/* A clock that only goes on when it is read, by a step, or when a test turns it; NULL: the real one. */
extern u64 *host_clock, host_clock_step;

/* Nanoseconds since some moment. */
static inline u64 read_counter(void)
{
	struct timespec now;

	if (host_clock) {
		*host_clock += host_clock_step;
		return *host_clock;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000UL + now.tv_nsec;
}

/* Ticks a second. */
static inline u64 counter_frequency(void)
{
	return 1000000000;
}

#endif
