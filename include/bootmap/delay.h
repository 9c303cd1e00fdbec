/* SPDX-License-Identifier: MIT */
/*
 * DOC: waiting
 *
 * Never shorter than asked. A delay keeps the core busy and is right for microseconds and
 * where interrupts are masked; a sleep lets the core rest until the timer interrupts it.
 */
#ifndef BOOTMAP_DELAY_H
#define BOOTMAP_DELAY_H

#include <bootmap/types.h>

/** ndelay() - wait @ns nanoseconds. Any context. */
void ndelay(u64 ns);

/** udelay() - wait @us microseconds. Any context. */
void udelay(u64 us);

/** mdelay() - wait @ms milliseconds. Any context. */
void mdelay(u64 ms);

/**
 * usleep_range() - rest for a while
 * @min: microseconds, at least
 * @max: microseconds, if nothing else keeps the core busy
 *
 * Where interrupts are masked, or before there is a timer, a delay of @min.
 */
void usleep_range(u64 min, u64 max);

#endif
