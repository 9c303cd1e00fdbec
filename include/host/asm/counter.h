/* SPDX-License-Identifier: MIT */
#ifndef ASM_COUNTER_H
#define ASM_COUNTER_H

#include <bootmap/types.h>
#include <time.h>

/* Nanoseconds since some moment. */
static inline u64 read_counter(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000UL + now.tv_nsec;
}

#endif
