/* SPDX-License-Identifier: MIT */
/*
 * DOC: waiting
 *
 * All functions here wait at least as long as requested. A delay keeps the core busy; use it for
 * microseconds, and where interrupts are masked. A sleep stops the core until the timer interrupts.
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
 * usleep_range() - sleep
 * @min: microseconds, at least
 * @max: microseconds, if nothing else keeps the core busy
 *
 * If interrupts are masked, or there is no timer yet, it is a delay of @min.
 */
void usleep_range(u64 min, u64 max);

#endif
