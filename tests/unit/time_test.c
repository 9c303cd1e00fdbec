// SPDX-License-Identifier: MIT
/* Tests of delays and sleeps: never shorter than requested. */
#include <bootmap/delay.h>
#include <bootmap/ktime.h>
#include <tests/test.h>

static const u64 lengths[] = { 0, 1, 10, 100, 1000, 12345 };

/* Nanoseconds that a call took. */
#define TIME(call)                           \
	({                                   \
		u64 start_ = ktime_get_ns(); \
		call;                        \
		ktime_get_ns() - start_;     \
	})

TEST(delays_are_not_shorter_than_asked)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		EXPECT_TRUE(t, TIME(ndelay(lengths[i])) >= lengths[i]);
		EXPECT_TRUE(t, TIME(udelay(lengths[i] / 4)) >= lengths[i] / 4 * NSEC_PER_USEC);
	}
	EXPECT_TRUE(t, TIME(mdelay(2)) >= 2 * NSEC_PER_MSEC);
}

TEST(sleeps_are_not_shorter_than_asked)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++)
		EXPECT_TRUE(t, TIME(usleep_range(lengths[i], lengths[i] + 1)) >=
				       lengths[i] * NSEC_PER_USEC);
}

TEST(time_goes_on)
{
	u64 before = ktime_get_ns(), now = before;

	for (int i = 0; i < 1000; i++) {
		EXPECT_TRUE(t, now >= before);
		before = now;
		now = ktime_get_ns();
	}
}
