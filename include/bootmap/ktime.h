/* SPDX-License-Identifier: MIT */
/*
 * DOC: time
 *
 * The counter of <asm/counter.h> runs from reset on at a constant rate. Time can be read in any
 * context, from the first line of C on. An interrupt at a given time needs a timer device, which
 * its driver registers.
 */
#ifndef BOOTMAP_KTIME_H
#define BOOTMAP_KTIME_H

#include <bootmap/types.h>

#define NSEC_PER_USEC 1000UL
#define NSEC_PER_MSEC 1000000UL
#define NSEC_PER_SEC  1000000000UL

/** ktime_get_ns() - nanoseconds since the counter started */
u64 ktime_get_ns(void);

/**
 * set_counter_frequency() - set a frequency that a driver has measured or knows
 * @hz: ticks a second, not 0
 */
void set_counter_frequency(u64 hz);

/**
 * struct clock_event_device - a timer that can interrupt
 * @name: shown in listings
 * @set_next_event: interrupt when the counter reaches a value; at once if it has passed
 * @shutdown: do not interrupt any more
 */
struct clock_event_device {
	const char *name;
	void (*set_next_event)(u64 counter);
	void (*shutdown)(void);
};

/**
 * clockevents_register() - register a timer
 * @device: replaces an earlier one; its interrupt has been requested; NULL: there is no timer
 *
 * Needs interrupts enabled: a timer is used only after it has interrupted once, because firmware
 * may describe its interrupt line wrongly.
 * Return: 0, or -ENODEV if no interrupt arrived.
 */
int clockevents_register(const struct clock_event_device *device);

/** clockevents_available() - is a timer registered? */
bool clockevents_available(void);

/**
 * struct hrtimer - a function to be called at a given time
 * @function: called once, in interrupt context; may start the timer again
 * @expires: private: value of the counter
 * @next: private: list by @expires
 */
struct hrtimer {
	void (*function)(struct hrtimer *timer);
	u64 expires;
	struct hrtimer *next;
};

/**
 * hrtimer_start() - call the timer's function after a time
 * @timer: must stay until then; must not be running
 * @ns: nanoseconds from now
 * Return: 0, or -ENODEV if no device could interrupt.
 */
int hrtimer_start(struct hrtimer *timer, u64 ns);

/** hrtimer_cancel() - stop a timer. Return: whether it was running. */
bool hrtimer_cancel(struct hrtimer *timer);

/** hrtimer_interrupt() - call the functions that are due; for the driver, at its interrupt */
void hrtimer_interrupt(void);

#endif
