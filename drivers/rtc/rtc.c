// SPDX-License-Identifier: MIT
/*
 * Real-time clocks: conversion between seconds since 1970 and a date, and the one clock that a
 * driver has registered. The clock drivers call rtc_register_device(); the monitor's date command
 * calls rtc_read_time().
 */
#include <drivers/rtc.h>
#include <errno.h>
#include <string.h>

#define SECONDS_PER_DAY (24 * 60 * 60)

/* The Gregorian calendar repeats after 400 years. */
#define DAYS_PER_YEAR	   365
#define DAYS_PER_4_YEARS   (4 * DAYS_PER_YEAR + 1)
#define DAYS_PER_CENTURY   (25 * DAYS_PER_4_YEARS - 1)
#define DAYS_PER_400_YEARS (4 * DAYS_PER_CENTURY + 1)

/* From 1 March of the year 0 to 1 January 1970. */
#define DAYS_TO_1970 719468

static const struct rtc_device *device;

/*
 * Years that begin in March have the leap day as their last one, so that all months but
 * the last have the same lengths in each year: 31 30 31 30 31, twice, 31, and the rest.
 * Five of these are 153 days.
 */
static void set_date(struct rtc_time *time, u64 days)
{
	unsigned int day = days % DAYS_PER_400_YEARS;
	/* Without its leap days each year has 365. */
	unsigned int year = (day - day / (DAYS_PER_4_YEARS - 1) + day / DAYS_PER_CENTURY -
			     day / (DAYS_PER_400_YEARS - 1)) /
			    DAYS_PER_YEAR;
	unsigned int month;

	day -= year * DAYS_PER_YEAR + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	time->day = day - (153 * month + 2) / 5 + 1;
	time->month = month < 10 ? month + 3 : month - 9;
	time->year = days / DAYS_PER_400_YEARS * 400 + year + (time->month <= 2);
}

struct rtc_time rtc_time64_to_tm(u64 seconds)
{
	unsigned int rest = seconds % SECONDS_PER_DAY;
	struct rtc_time time = {
		.hour = rest / 3600,
		.minute = rest / 60 % 60,
		.second = rest % 60,
	};

	set_date(&time, seconds / SECONDS_PER_DAY + DAYS_TO_1970);
	return time;
}

/* The inverse, with the same years that begin in March. */
u64 rtc_tm_to_time64(struct rtc_time time)
{
	unsigned int month = time.month > 2 ? time.month - 3 : time.month + 9;
	u64 year = time.year - (time.month <= 2);
	u64 days = year * DAYS_PER_YEAR + year / 4 - year / 100 + year / 400 +
		   (153 * month + 2) / 5 + time.day - 1 - DAYS_TO_1970;

	return days * SECONDS_PER_DAY + time.hour * 3600 + time.minute * 60 + time.second;
}

/* An invalid date is converted to seconds and back to a different date. */
bool rtc_valid_tm(struct rtc_time time)
{
	struct rtc_time back = rtc_time64_to_tm(rtc_tm_to_time64(time));

	return !memcmp(&time, &back, sizeof(time));
}

void rtc_register_device(const struct rtc_device *rtc)
{
	device = rtc;
}

int rtc_read_time(struct rtc_time *time)
{
	if (!device)
		return -ENODEV;
	*time = rtc_time64_to_tm(device->read());
	return 0;
}
