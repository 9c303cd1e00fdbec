/* SPDX-License-Identifier: MIT */
/*
 * What the timers of a PC have in common: each counts down from a number of limited width, and its
 * interrupt means only that this is over. Their drivers, pit.c and apic_timer.c, include this.
 */
#ifndef COUNTDOWN_H
#define COUNTDOWN_H

#include <bootmap/irq.h>
#include <bootmap/ktime.h>

#include <asm/counter.h>

/*
 * Ticks of read_counter() until it reaches @counter, @most at most: hrtimer_interrupt() requests
 * the rest.
 */
static inline u64 ticks_until(u64 counter, u64 most)
{
	u64 now = read_counter(), ticks = counter > now ? counter - now : 0;

	return ticks < most ? ticks : most;
}

static inline irqreturn_t countdown_interrupt(unsigned int irq __attribute__((unused)),
					      void *dev __attribute__((unused)))
{
	hrtimer_interrupt();
	return IRQ_HANDLED;
}

#endif
