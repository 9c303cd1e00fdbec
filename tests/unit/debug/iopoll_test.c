// SPDX-License-Identifier: MIT
/* Tests of register polling (A4). */
#include "../support.h"

#include <drivers/iopoll.h>

#define READY 0x80000000u

static u32 reads;

/* A register that becomes ready at the @nth read; each takes @us microseconds. */
static u32 read_slowly(u32 nth, u64 us)
{
	udelay(us);
	return ++reads >= nth ? READY + reads : reads;
}

#define POLL(kind, nth, us, sleep, timeout)                                             \
	({                                                                              \
		reads = 0;                                                              \
		kind(read_slowly, value, value &READY, sleep, timeout, false, nth, us); \
	})

TEST(A4_success_ends_the_waiting_and_leaves_the_last_value)
{
	u32 value;

	EXPECT_EQ(t, POLL(read_poll_timeout, 1, 0, 10, 1000), 0);
	EXPECT_EQ(t, value, READY + 1);
	EXPECT_EQ(t, POLL(read_poll_timeout, 5, 0, 1, 1000000), 0);
	EXPECT_EQ(t, value, READY + 5);
	EXPECT_EQ(t, POLL(read_poll_timeout_atomic, 5, 0, 1, 1000000), 0);
	EXPECT_EQ(t, value, READY + 5);
}

TEST(A4_time_out_is_an_error_and_leaves_the_last_value)
{
	u64 start = ktime_get_ns();
	u32 value;

	EXPECT_EQ(t, POLL(read_poll_timeout, 1 << 30, 0, 10, 500), -ETIMEDOUT);
	EXPECT_TRUE(t, ktime_get_ns() - start >= 500 * NSEC_PER_USEC);
	EXPECT_EQ(t, value, reads);
	start = ktime_get_ns();
	EXPECT_EQ(t, POLL(read_poll_timeout_atomic, 1 << 30, 0, 10, 500), -ETIMEDOUT);
	EXPECT_TRUE(t, ktime_get_ns() - start >= 500 * NSEC_PER_USEC);
	EXPECT_EQ(t, value, reads);
}

/* The first look takes longer than the whole time; it alone says no. */
TEST(A4_it_is_read_once_more_after_the_time_out)
{
	u32 value;

	EXPECT_EQ(t, POLL(read_poll_timeout, 2, 300, 0, 100), 0);
	EXPECT_EQ(t, value, READY + 2);
	EXPECT_EQ(t, POLL(read_poll_timeout, 3, 300, 0, 100), -ETIMEDOUT);
	EXPECT_EQ(t, reads, 2);
	/* This one counts delays: a read, one delay of more than the time, and the last read. */
	EXPECT_EQ(t, POLL(read_poll_timeout_atomic, 3, 0, 101, 100), 0);
	EXPECT_EQ(t, POLL(read_poll_timeout_atomic, 4, 0, 101, 100), -ETIMEDOUT);
	EXPECT_EQ(t, reads, 3);
}

TEST(A4_time_out_0_waits_for_ever)
{
	u32 value;

	EXPECT_EQ(t, POLL(read_poll_timeout, 300, 1, 0, 0), 0);
	EXPECT_EQ(t, POLL(read_poll_timeout_atomic, 300, 1, 1, 0), 0);
	EXPECT_EQ(t, value, READY + 300);
}

/* 100 reads with and without 99 pauses, each of which is a quarter of a millisecond or more. */
TEST(A4_sleep_0_is_a_tight_loop)
{
	u64 start = ktime_get_ns(), between;
	u32 value;

	EXPECT_EQ(t, POLL(read_poll_timeout, 100, 0, 0, 0), 0);
	between = ktime_get_ns();
	EXPECT_LT(t, between - start, 99 * 250 * NSEC_PER_USEC);
	EXPECT_EQ(t, POLL(read_poll_timeout, 100, 0, 1000, 0), 0);
	EXPECT_TRUE(t, ktime_get_ns() - between >= 99 * 250 * NSEC_PER_USEC);
	EXPECT_EQ(t, value, READY + 100);
}

TEST(A4_a_pause_before_the_first_read_if_asked_for)
{
	u64 start = ktime_get_ns();
	u32 value;

	reads = 0;
	EXPECT_EQ(t, read_poll_timeout_atomic(read_slowly, value, true, 400, 1000, true, 1, 0), 0);
	EXPECT_TRUE(t, ktime_get_ns() - start >= 400 * NSEC_PER_USEC);
	EXPECT_EQ(t, read_poll_timeout(read_slowly, value, true, 400, 1000, true, 1, 0), 0);
	EXPECT_TRUE(t, ktime_get_ns() - start >= 500 * NSEC_PER_USEC);
	EXPECT_EQ(t, value, READY + 2);
}

TEST(A4_register_forms_have_their_width)
{
	void __iomem *device = early_ioremap(scratch_phys(), 8);
	u64 value;

	writeq(0x8877665544332211, device);
	EXPECT_EQ(t, readb_poll_timeout(device, value, true, 0, 1), 0);
	EXPECT_EQ(t, value, 0x11);
	EXPECT_EQ(t, readw_poll_timeout(device, value, true, 0, 1), 0);
	EXPECT_EQ(t, value, 0x2211);
	EXPECT_EQ(t, readl_poll_timeout(device, value, true, 0, 1), 0);
	EXPECT_EQ(t, value, 0x44332211);
	EXPECT_EQ(t, readl_poll_timeout_atomic(device + 4, value, value != 0x88776655, 0, 1),
		  -ETIMEDOUT);
	EXPECT_EQ(t, value, 0x88776655);
	EXPECT_EQ(t, readq_poll_timeout_atomic(device, value, value, 0, 1), 0);
	EXPECT_EQ(t, value, 0x8877665544332211);
	early_iounmap(device, 8);
}
