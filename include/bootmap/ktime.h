/* SPDX-License-Identifier: MIT */
/*
 * DOC: time
 *
 * The counter of <asm/counter.h> runs from reset on at a constant rate, so time can be
 * read in any context and as early as C runs. Interrupts at a moment need a timer, whose
 * driver registers it.
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
 * set_counter_frequency() - a driver knows better than the counter's own register
 * @hz: ticks a second, not 0
 */
void set_counter_frequency(u64 hz);

/**
 * struct clock_event_device - a timer that can interrupt
 * @name: shown in listings
 * @set_next_event: interrupt once the counter has reached a value; at once if it has already
 * @shutdown: interrupt no more
 */
struct clock_event_device {
	const char *name;
	void (*set_next_event)(u64 counter);
	void (*shutdown)(void);
};

/**
 * clockevents_register() - use this timer from now on
 * @device: replaces an earlier one, its interrupt has been requested; NULL: there is no timer
 *
 * With interrupts enabled, because a timer is used only after it has interrupted once: its line may
 * lead elsewhere than firmware says.
 * Return: 0, or -ENODEV if no interrupt came.
 */
int clockevents_register(const struct clock_event_device *device);

/** clockevents_available() - can something happen at a moment? */
bool clockevents_available(void);

/**
 * struct hrtimer - something to do at a moment
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
 * hrtimer_start() - call the timer's function after a while
 * @timer: must stay until then; not started, or expired, or cancelled
 * @ns: nanoseconds from now
 * Return: 0, or -ENODEV if no device could interrupt.
 */
int hrtimer_start(struct hrtimer *timer, u64 ns);

/** hrtimer_cancel() - do not call it. Return: whether it was still to come. */
bool hrtimer_cancel(struct hrtimer *timer);

/** hrtimer_interrupt() - the device has interrupted: call what is due. For its driver. */
void hrtimer_interrupt(void);

#endif
