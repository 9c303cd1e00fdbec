// SPDX-License-Identifier: MIT
/* Tests of dates, compared with the C library's. */
#include <bootmap/compiler.h>
#include <drivers/rtc.h>
#include <errno.h>
#include <tests/test.h>
#include <time.h>

#define SECONDS_PER_DAY 86400UL

static bool as_the_c_library(u64 seconds)
{
	struct rtc_time ours = rtc_time64_to_tm(seconds);
	time_t moment = seconds;
	struct tm theirs;

	gmtime_r(&moment, &theirs);
	return ours.year == theirs.tm_year + 1900u && ours.month == theirs.tm_mon + 1u &&
	       ours.day == (unsigned int)theirs.tm_mday &&
	       ours.hour == (unsigned int)theirs.tm_hour &&
	       ours.minute == (unsigned int)theirs.tm_min &&
	       ours.second == (unsigned int)theirs.tm_sec && rtc_tm_to_time64(ours) == seconds;
}

/* Two cycles of leap years: all that a calendar can be. */
TEST(every_day_of_800_years_has_its_date)
{
	for (u64 day = 0; day < 2 * 146097; day++)
		test_expect(t, as_the_c_library(day * SECONDS_PER_DAY), __LINE__, "day", day, 0);
}

TEST(every_second_of_a_leap_day_has_its_time)
{
	u64 midnight = 19782 * SECONDS_PER_DAY; /* 2024-02-29 */

	EXPECT_EQ(t, rtc_time64_to_tm(midnight).day, 29);
	for (u64 second = 0; second < SECONDS_PER_DAY; second++)
		test_expect(t, as_the_c_library(midnight + second), __LINE__, "second", second, 0);
}

TEST(what_is_no_date_is_told_from_dates)
{
	static const struct rtc_time wrong[] = {
		{ 2023, 2, 29, 0, 0, 0 },     { 1900, 1, 1, 0, 0, 0 },	{ 2024, 0, 1, 0, 0, 0 },
		{ 2024, 13, 1, 0, 0, 0 },     { 2024, 4, 31, 0, 0, 0 }, { 2024, 4, 0, 0, 0, 0 },
		{ 2024, 4, 1, 24, 0, 0 },     { 2024, 4, 1, 0, 60, 0 }, { 2024, 4, 1, 0, 0, 60 },
		{ 1969, 12, 31, 23, 59, 59 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++)
		test_expect(t, !rtc_valid_tm(wrong[i]), __LINE__, "date", i, 0);
	EXPECT_TRUE(t, rtc_valid_tm((struct rtc_time){ 2024, 2, 29, 23, 59, 59 }));
	EXPECT_TRUE(t, rtc_valid_tm((struct rtc_time){ 1970, 1, 1, 0, 0, 0 }));
}

static u64 y2038(void)
{
	return 0x80000000;
}

TEST(a_clock_is_read_while_there_is_one)
{
	static const struct rtc_device rtc = { "test", y2038 };
	struct rtc_time time;

	EXPECT_EQ(t, rtc_read_time(&time), -ENODEV);
	rtc_register_device(&rtc);
	EXPECT_EQ(t, rtc_read_time(&time), 0);
	EXPECT_EQ(t, time.year, 2038);
	EXPECT_EQ(t, time.second, 8);
	rtc_register_device(NULL);
	EXPECT_EQ(t, rtc_read_time(&time), -ENODEV);
}
