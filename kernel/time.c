// SPDX-License-Identifier: MIT
/*
 * Time: reads the counter in nanoseconds, waits for a time (udelay() and others), and runs timers.
 * The timers are a sorted list; a driver in drivers/clocksource/ interrupts when the first one
 * expires and calls hrtimer_interrupt().
 */
#include <bootmap/delay.h>
#include <bootmap/irqflags.h>
#include <bootmap/ktime.h>
#include <bootmap/printk.h>
#include <errno.h>

#include <asm/counter.h>
#include <asm/processor.h>

/*
 * Faster than any counter. Used while the frequency is unknown: waits are too long, never too
 * short.
 */
#define FREQUENCY_LIMIT NSEC_PER_SEC

static u64 frequency;
static const struct clock_event_device *event_device;
static struct hrtimer *timers; /* the next one to expire comes first */

/*
 * No counter keeps one value for longer, in nanoseconds. A read takes at least 1 ns: a counter that
 * has not changed after so many reads stands still.
 */
#define LONGEST_TICK 100000
static bool counter_stands_still;

/* An interrupt that is later than this will not arrive. */
#define TOO_LATE NSEC_PER_SEC

void set_counter_frequency(u64 hz)
{
	frequency = hz;
}

static u64 ticks_per_second(void)
{
	if (!frequency)
		frequency = counter_frequency();
	return frequency ? frequency : FREQUENCY_LIMIT;
}

/* @value × @to ÷ @from; in two parts, because the product would overflow after minutes. */
static u64 convert(u64 value, u64 from, u64 to)
{
	return value / from * to + value % from * to / from;
}

u64 ktime_get_ns(void)
{
	return convert(read_counter(), ticks_per_second(), NSEC_PER_SEC);
}

/* Rounded up, plus one, because the current tick has already begun. */
static u64 counter_after(u64 ns)
{
	return read_counter() + convert(ns, NSEC_PER_SEC, ticks_per_second()) + 2;
}

/*
 * Waits until @ns nanoseconds are over or @done is set. @looks, the number of reads that are left,
 * ends the wait if the counter stands still.
 */
static void wait(u64 ns, const volatile bool *done)
{
	u64 begin = read_counter(), now = begin, end = counter_after(ns);
	u64 looks = ns + (counter_stands_still ? 0 : LONGEST_TICK);

	for (; now < end && looks && !*done; looks--) {
		cpu_relax();
		now = read_counter();
	}
	if (looks || now != begin || counter_stands_still)
		return;
	counter_stands_still = true;
	pr_warn("time: the counter has stopped: delays will be too long, and no timer is used");
}

void ndelay(u64 ns)
{
	wait(ns, &(const bool){ false });
}

void udelay(u64 us)
{
	ndelay(us * NSEC_PER_USEC);
}

void mdelay(u64 ms)
{
	ndelay(ms * NSEC_PER_MSEC);
}

bool clockevents_available(void)
{
	return event_device;
}

/* Sets the device for the first timer of the list. */
static void program_first(void)
{
	if (timers && event_device)
		event_device->set_next_event(timers->expires);
	else if (event_device)
		event_device->shutdown();
}

int hrtimer_start(struct hrtimer *timer, u64 ns)
{
	struct hrtimer **link = &timers;
	unsigned long flags;

	if (!event_device)
		return -ENODEV;
	timer->expires = counter_after(ns);
	local_irq_save(flags);
	while (*link && (*link)->expires <= timer->expires)
		link = &(*link)->next;
	timer->next = *link;
	*link = timer;
	program_first();
	local_irq_restore(flags);
	return 0;
}

bool hrtimer_cancel(struct hrtimer *timer)
{
	struct hrtimer **link = &timers;
	unsigned long flags;
	bool found;

	local_irq_save(flags);
	while (*link && *link != timer)
		link = &(*link)->next;
	found = *link;
	if (found) {
		*link = timer->next;
		program_first();
	}
	local_irq_restore(flags);
	return found;
}

void hrtimer_interrupt(void)
{
	while (timers && timers->expires <= read_counter()) {
		struct hrtimer *timer = timers;

		timers = timer->next;
		timer->function(timer);
	}
	program_first();
}

struct sleeper {
	struct hrtimer timer;
	volatile bool awake;
};

static void wake_up(struct hrtimer *timer)
{
	((struct sleeper *)timer)->awake = true;
}

int clockevents_register(const struct clock_event_device *device)
{
	struct sleeper first = { .timer.function = wake_up };

	ndelay(0); /* finds out whether the counter counts */
	event_device = device;
	if (!device)
		return 0;
	hrtimer_start(&first.timer, 0);
	wait(counter_stands_still ? 0 : TOO_LATE, &first.awake);
	if (first.awake)
		return 0;
	hrtimer_cancel(&first.timer);
	pr_warn("%s: its interrupt does not arrive: not used", device->name);
	event_device = NULL;
	return -ENODEV;
}

static bool is_too_late(const struct hrtimer *timer)
{
	return read_counter() >
	       timer->expires + convert(TOO_LATE, NSEC_PER_SEC, ticks_per_second());
}

void usleep_range(u64 min, u64 max)
{
	struct sleeper sleeper = { .timer.function = wake_up };

	(void)max; /* one core and one thread: wake-ups need not be collected */
	if (irqs_disabled() || hrtimer_start(&sleeper.timer, min * NSEC_PER_USEC)) {
		udelay(min);
		return;
	}
	/* Masked, so that the interrupt cannot arrive between the check and the wait. */
	local_irq_disable();
	while (!sleeper.awake && !is_too_late(&sleeper.timer)) {
		wait_for_interrupt();
		local_irq_enable(); /* the interrupt is taken here */
		local_irq_disable();
	}
	local_irq_enable();
	if (hrtimer_cancel(&sleeper.timer)) {
		pr_warn("%s: it has stopped interrupting: from here on, sleeping keeps the core busy",
			event_device->name);
		event_device = NULL;
	}
}
