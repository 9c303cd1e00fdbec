// SPDX-License-Identifier: MIT
/* Tests of timers, with a fake device that interrupts when interrupts are unmasked. */
#include "host.h"

#include <asm/counter.h>
#include <asm/processor.h>
#include <bootmap/delay.h>
#include <drivers/iopoll.h>
#include <bootmap/irqflags.h>
#include <bootmap/ktime.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <string.h>

u64 *host_clock, host_clock_step = 1;
static u64 now;

/* When the device interrupts; 0: it does not. */
static u64 alarm_at;
static unsigned int taken;

/* Its line leads nowhere: time passes, and no interrupt comes. */
static bool dead;

static void set_next_event(u64 counter)
{
	alarm_at = counter;
}

static void shutdown(void)
{
	alarm_at = 0;
}

static const struct clock_event_device device = { "test", set_next_event, shutdown };

void host_interrupt(void)
{
	if (dead)
		now += NSEC_PER_MSEC;
	if (dead || !alarm_at || read_counter() < alarm_at)
		return;
	taken++;
	host_irq_mask = 1;
	hrtimer_interrupt();
	host_irq_mask = 0;
}

void wait_for_interrupt(void)
{
	if (now < alarm_at)
		now = alarm_at;
}

static void let_time_pass(void)
{
	while (alarm_at) {
		wait_for_interrupt();
		host_interrupt();
	}
}

static char order[8];
static unsigned int count;

static void note(struct hrtimer *timer, char name)
{
	(void)timer;
	order[count++] = name;
}

static void note_a(struct hrtimer *timer)
{
	note(timer, 'a');
}

static void note_b(struct hrtimer *timer)
{
	note(timer, 'b');
}

static void note_c_again(struct hrtimer *timer)
{
	note(timer, 'c');
	if (count < 6)
		hrtimer_start(timer, 100000);
}

static struct hrtimer a = { .function = note_a };
static struct hrtimer b = { .function = note_b };
static struct hrtimer c = { .function = note_c_again };

static void begin(void)
{
	memset(order, 0, sizeof(order));
	count = 0;
	now = 1000;
	host_clock = &now;
	clockevents_register(&device);
	taken = 0;
}

static void end(struct test *t, const char *expected)
{
	let_time_pass();
	clockevents_register(NULL);
	host_clock = NULL;
	if (!strcmp(order, expected))
		return;
	pr_info("# %s instead of %s", order, expected);
	t->failed = true;
}

TEST(timers_expire_in_the_order_of_their_moments)
{
	begin();
	hrtimer_start(&b, 200000);
	hrtimer_start(&a, 100000);
	end(t, "ab");
}

TEST(a_timer_may_start_itself_again)
{
	begin();
	hrtimer_start(&c, 250000);
	hrtimer_start(&a, 100);
	hrtimer_start(&b, 300000);
	end(t, "acbccc");
}

TEST(timers_of_one_moment_need_one_interrupt)
{
	begin();
	local_irq_disable();
	hrtimer_start(&a, 0);
	hrtimer_start(&b, 0);
	ndelay(1000);
	local_irq_enable();
	EXPECT_EQ(t, taken, 1);
	end(t, "ab");
}

TEST(a_cancelled_timer_does_not_expire)
{
	begin();
	hrtimer_start(&a, 10000);
	hrtimer_start(&b, 20000);
	EXPECT_TRUE(t, hrtimer_cancel(&a));
	EXPECT_TRUE(t, !hrtimer_cancel(&a));
	EXPECT_TRUE(t, !hrtimer_cancel(&c));
	end(t, "b");
	begin();
	hrtimer_start(&a, 10000);
	EXPECT_TRUE(t, hrtimer_cancel(&a));
	EXPECT_EQ(t, alarm_at, 0);
	end(t, "");
}

TEST(sleeping_rests_until_the_interrupt)
{
	begin();
	usleep_range(100, 200);
	EXPECT_EQ(t, taken, 1);
	EXPECT_EQ(t, host_irq_mask, 0);
	EXPECT_EQ(t, alarm_at, 0);
	end(t, "");
}

TEST(sleeping_with_interrupts_masked_is_a_delay)
{
	u64 start;

	begin();
	start = ktime_get_ns();
	local_irq_disable();
	usleep_range(100, 200);
	EXPECT_EQ(t, host_irq_mask, 1);
	local_irq_enable();
	EXPECT_EQ(t, taken, 0);
	EXPECT_TRUE(t, ktime_get_ns() - start >= 100 * NSEC_PER_USEC);
	end(t, "");
}

#define CENTURY (100UL * 365 * 24 * 3600 * NSEC_PER_SEC)

TEST(time_does_not_overflow)
{
	begin();
	now = CENTURY;
	set_counter_frequency(NSEC_PER_SEC / 4);
	EXPECT_TRUE(t, ktime_get_ns() - 4 * CENTURY < 10);
	set_counter_frequency(counter_frequency());
	end(t, "");
}

TEST(delays_are_rounded_up)
{
	begin();
	set_counter_frequency(NSEC_PER_SEC / 1000); /* a tick is a microsecond */
	ndelay(1);
	EXPECT_TRUE(t, now > 1000 + 2); /* less than one tick could be no time at all */
	set_counter_frequency(counter_frequency());
	end(t, "");
}

TEST(without_a_timer_nothing_starts)
{
	EXPECT_EQ(t, hrtimer_start(&a, 1), -ENODEV);
}

TEST(a_timer_whose_interrupt_does_not_arrive_is_not_used)
{
	begin();
	dead = true;
	EXPECT_EQ(t, clockevents_register(&device), -ENODEV);
	EXPECT_WARNING(t, "test: its interrupt does not arrive: not used");
	EXPECT_TRUE(t, !clockevents_available());
	EXPECT_EQ(t, alarm_at, 0);
	now = 1000;
	usleep_range(100, 200);
	EXPECT_TRUE(t, now >= 1000 + 100 * NSEC_PER_USEC);
	dead = false;
	end(t, "");
}

TEST(a_timer_that_interrupts_no_more_is_given_up)
{
	begin();
	dead = true;
	usleep_range(100, 200);
	EXPECT_WARNING(
		t, "test: it has stopped interrupting: from here on, sleeping keeps the core busy");
	EXPECT_EQ(t, host_irq_mask, 0);
	EXPECT_TRUE(t, !clockevents_available());
	EXPECT_TRUE(t, !hrtimer_cancel(&a));
	dead = false;
	end(t, "");
}

static void part_still_counter(struct test *t)
{
	u32 value = 0;

	begin();
	host_clock_step = 0;
	mdelay(1);
	EXPECT_WARNING(t, "time: the counter has stopped: delays will be too long");
	EXPECT_EQ(t, read_poll_timeout(ktime_get_ns, value, value == 1, 0, 100, false), -ETIMEDOUT);
	EXPECT_EQ(t, read_poll_timeout(ktime_get_ns, value, value == 1, 10, 100, true), -ETIMEDOUT);
	EXPECT_EQ(t, read_poll_timeout_atomic(ktime_get_ns, value, value == 1, 10, 100, true),
		  -ETIMEDOUT);
	EXPECT_EQ(t, clockevents_register(&device), -ENODEV);
	EXPECT_WARNING(t, "test: its interrupt does not arrive: not used");
	EXPECT_TRUE(t, !clockevents_available());
}

TEST(all_waits_end_where_the_counter_stands_still)
{
	host_in_child(t, part_still_counter);
}
