// SPDX-License-Identifier: MIT
/*
 * Driver of the PC's clock (Motorola MC146818), which is accessed through an index port and a data
 * port. It holds a date and a time in separate registers. Register B gives the format: BCD or
 * binary, 12 or 24 hours.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <drivers/acpi.h>
#include <drivers/platform_device.h>
#include <drivers/rtc.h>
#include <errno.h>
#include <string.h>

#define RTC_SECONDS	 0x00
#define RTC_MINUTES	 0x02
#define RTC_HOURS	 0x04
#define RTC_DAY_OF_MONTH 0x07
#define RTC_MONTH	 0x08
#define RTC_YEAR	 0x09
#define RTC_REG_A	 0x0a
#define RTC_REG_B	 0x0b
#define RTC_REG_D	 0x0d
#define RTC_CENTURY	 0x32 /* in the RAM, unless ACPI names another place */

#define REG_A_UIP    BIT(7) /* an update is in progress, or about to begin */
#define REG_B_BINARY BIT(2)
#define REG_B_24H    BIT(1)
#define REG_D_VRT    BIT(7) /* the battery was never empty */
#define HOURS_PM     BIT(7)

#define FADT_CENTURY  108
#define CMOS_RAM_SIZE 0x80

/* More polls than an update needs, which is 2 ms. */
#define POLL_LIMIT 100000

static u16 ports;
static u8 century_register;

static u8 cmos_read(u8 reg)
{
	outb(reg, ports);
	return inb(ports + 1);
}

/* Reads the registers without conversion. */
struct reading {
	u8 second, minute, hour, day, month, year, century, reg_b;
};

static struct reading read_once(void)
{
	return (struct reading){
		.second = cmos_read(RTC_SECONDS),
		.minute = cmos_read(RTC_MINUTES),
		.hour = cmos_read(RTC_HOURS),
		.day = cmos_read(RTC_DAY_OF_MONTH),
		.month = cmos_read(RTC_MONTH),
		.year = cmos_read(RTC_YEAR),
		.century = cmos_read(century_register),
		.reg_b = cmos_read(RTC_REG_B),
	};
}

/* Reads until two readings are equal. Then no update occurred during the last one. */
static struct reading read_registers(void)
{
	struct reading now, before = { 0 };

	for (int polls = 0; polls < POLL_LIMIT; polls++) {
		if (cmos_read(RTC_REG_A) & REG_A_UIP)
			continue;
		now = read_once();
		if (!memcmp(&now, &before, sizeof(now)))
			break;
		before = now;
	}
	return before;
}

static unsigned int number(u8 value, u8 reg_b)
{
	return (reg_b & REG_B_BINARY) ? value : value / 16 * 10 + value % 16;
}

/* In 12-hour format the hours are 12, 1, 2 … 11. */
static unsigned int hour_of(u8 value, u8 reg_b)
{
	if (reg_b & REG_B_24H)
		return number(value, reg_b);
	return number(value & ~HOURS_PM, reg_b) % 12 + 12 * !!(value & HOURS_PM);
}

/* If the century is invalid, the years 1970 to 2069 are assumed. */
static unsigned int year_of(const struct reading *reading)
{
	unsigned int century = number(reading->century, reading->reg_b);
	unsigned int year = number(reading->year, reading->reg_b);

	if (century < 19 || century > 99)
		century = year < 70 ? 20 : 19;
	return 100 * century + year;
}

static struct rtc_time read_time(void)
{
	struct reading reading = read_registers();

	return (struct rtc_time){
		.year = year_of(&reading),
		.month = number(reading.month, reading.reg_b),
		.day = number(reading.day, reading.reg_b),
		.hour = hour_of(reading.hour, reading.reg_b),
		.minute = number(reading.minute, reading.reg_b),
		.second = number(reading.second, reading.reg_b),
	};
}

static u64 cmos_read_time(void)
{
	return rtc_tm_to_time64(read_time());
}

static const struct rtc_device cmos = { .name = "rtc_cmos", .read = cmos_read_time };

static u8 find_century_register(void)
{
	struct acpi_table fadt = acpi_find_table("FACP");
	u8 reg = 0;

	if (fadt.phys)
		acpi_read(&reg, &fadt, FADT_CENTURY, sizeof(reg));
	return reg && reg < CMOS_RAM_SIZE ? reg : RTC_CENTURY;
}

static int cmos_probe(struct platform_device *pdev)
{
	int err = devm_platform_request_ports(pdev, "rtc0", &ports);
	struct rtc_time time;

	if (err)
		return err;
	/* Its other bits are always 0; without a device the bus reads as ones. */
	if (cmos_read(RTC_REG_D) & ~REG_D_VRT) {
		dev_info(&pdev->dev, "this machine has no clock");
		return -ENODEV;
	}
	if (!(cmos_read(RTC_REG_D) & REG_D_VRT))
		dev_warn(&pdev->dev, "its battery was empty: the date is probably wrong");
	century_register = find_century_register();
	time = read_time();
	if (!rtc_valid_tm(time)) {
		dev_warn(&pdev->dev, "it shows " RTC_FORMAT ": not a valid date", RTC_ARGS(time));
		return -ENODEV;
	}
	rtc_register_device(&cmos);
	dev_info(&pdev->dev, "it is " RTC_FORMAT " UTC", RTC_ARGS(time));
	return 0;
}

static void cmos_remove(struct platform_device *pdev)
{
	(void)pdev;
	rtc_register_device(NULL);
}

static const struct platform_driver cmos_driver = {
	.driver = { .name = "rtc_cmos" },
	.probe = cmos_probe,
	.remove = cmos_remove,
};
module_platform_driver(cmos_driver);
