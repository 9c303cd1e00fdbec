/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_RTC_H
#define DRIVERS_RTC_H

#include <bootmap/types.h>

/**
 * struct rtc_time - a date and time in UTC
 * @year: e.g. 2024
 * @month: 1…12
 * @day: 1…31
 * @hour: 0…23
 * @minute: 0…59
 * @second: 0…59
 */
struct rtc_time {
	unsigned int year, month, day, hour, minute, second;
};

/* For printf: pr_info(RTC_FORMAT, RTC_ARGS(time)). */
#define RTC_FORMAT "%04u-%02u-%02u %02u:%02u:%02u"
#define RTC_ARGS(time) \
	(time).year, (time).month, (time).day, (time).hour, (time).minute, (time).second

/** rtc_time64_to_tm() - convert seconds since 1970, without leap seconds */
struct rtc_time rtc_time64_to_tm(u64 seconds);

/** rtc_tm_to_time64() - the inverse conversion */
u64 rtc_tm_to_time64(struct rtc_time time);

/** rtc_valid_tm() - is this a valid date and time since 1970? */
bool rtc_valid_tm(struct rtc_time time);

/**
 * struct rtc_device - a clock that runs while the machine is off
 * @name: of its device
 * @read: seconds since 1970
 */
struct rtc_device {
	const char *name;
	u64 (*read)(void);
};

/** rtc_register_device() - register the clock; NULL: there is none any more */
void rtc_register_device(const struct rtc_device *rtc);

/**
 * rtc_read_time() - read the clock
 * @time: set to it
 * Return: 0, or -ENODEV without a clock.
 */
int rtc_read_time(struct rtc_time *time);

#endif
