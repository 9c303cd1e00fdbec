// SPDX-License-Identifier: MIT
/* Tests of the PC's clock: each format of the registers, and updates while they are read. */
#include "host.h"

#include <bootmap/compiler.h>
#include <drivers/acpi.h>
#include <drivers/platform_device.h>
#include <drivers/rtc.h>
#include <errno.h>
#include <string.h>

#define PORT	     0x70
#define BATTERY_GOOD 0x80
#define BINARY	     0x04
#define HOURS_24     0x02
#define UPDATING     0x80

#define FADT_CENTURY 108

/*
 * The chip. At a chosen read it counts forward; real ones announce that early enough, this one
 * never.
 */
static u8 ram[128], selected;
static int reads_to_update = -1;
static void (*update)(void);

/* The fixed table, of which the driver reads one byte. */
static int fadt_century = -1;

struct acpi_table acpi_find_table(const char *signature)
{
	bool found = fadt_century >= 0 && !strcmp(signature, "FACP");

	return (struct acpi_table){ found, FADT_CENTURY + 1 };
}

bool acpi_read(void *dst, const struct acpi_table *table, u32 offset, size_t size)
{
	*(u8 *)dst = fadt_century;
	return table->phys && offset == FADT_CENTURY && size == 1;
}

static u32 read_chip(u16 port, unsigned int width __attribute__((unused)))
{
	if (port != PORT + 1)
		return 0xff;
	if (reads_to_update >= 0 && reads_to_update-- == 0)
		update();
	return ram[selected];
}

static void write_chip(u16 port, unsigned int width __attribute__((unused)), u32 value)
{
	if (port == PORT)
		selected = value % sizeof(ram);
}

static u8 note(unsigned int value, u8 notation)
{
	return notation & BINARY ? value : value / 10 * 16 + value % 10;
}

static void set_clock(const struct rtc_time *time, u8 notation)
{
	unsigned int half = time->hour % 12 ? time->hour % 12 : 12;

	ram[0] = note(time->second, notation);
	ram[2] = note(time->minute, notation);
	ram[4] = notation & HOURS_24 ? note(time->hour, notation) :
				       note(half, notation) | (time->hour >= 12 ? 0x80 : 0);
	ram[7] = note(time->day, notation);
	ram[8] = note(time->month, notation);
	ram[9] = note(time->year % 100, notation);
	ram[0x0a] = 0x26;
	ram[0x0b] = notation;
	ram[0x0d] = BATTERY_GOOD;
	ram[0x32] = note(time->year / 100, notation);
}

/* Return: whether the driver takes it. */
static bool bind_clock(void)
{
	static const struct resource ports[] = { DEFINE_RES_IO(PORT, 8) };
	struct platform_device *pdev = platform_device_register_simple("rtc_cmos", ports, 1);

	host_ports = (struct host_ports){ read_chip, write_chip };
	platform_probe_devices();
	return pdev->dev.state == DEVICE_BOUND;
}

static bool shows(struct rtc_time expected)
{
	struct rtc_time time;

	return !rtc_read_time(&time) && !memcmp(&time, &expected, sizeof(time));
}

static void part_notations(struct test *t)
{
	struct rtc_time time = { 2026, 2, 28, 0, 59, 58 };

	set_clock(&time, 0);
	EXPECT_TRUE(t, bind_clock());
	for (u8 notation = 0; notation <= (BINARY | HOURS_24); notation += HOURS_24)
		for (time.hour = 0; time.hour < 24; time.hour++) {
			set_clock(&time, notation);
			test_expect(t, shows(time), __LINE__, "hour", notation, time.hour);
		}
}

TEST(cmos_every_notation_of_every_hour)
{
	host_in_child(t, part_notations);
}

static const struct rtc_time old_year = { 1999, 12, 31, 23, 59, 59 };
static const struct rtc_time new_year = { 2000, 1, 1, 0, 0, 0 };

static void celebrate(void)
{
	set_clock(&new_year, HOURS_24);
}

/* However the update meets the reading: all of it is from before, or all of it from behind. */
static void part_update(struct test *t)
{
	set_clock(&old_year, HOURS_24);
	EXPECT_TRUE(t, bind_clock());
	update = celebrate;
	for (int reads = 0; reads < 40; reads++) {
		set_clock(&old_year, HOURS_24);
		reads_to_update = reads;
		test_expect(t, shows(old_year) || shows(new_year), __LINE__, "reads", reads, 0);
		celebrate();
	}
}

TEST(cmos_no_reading_is_half_old_and_half_new)
{
	host_in_child(t, part_update);
}

static void part_waits(struct test *t)
{
	set_clock(&old_year, HOURS_24);
	EXPECT_TRUE(t, bind_clock());
	ram[0x0a] |= UPDATING;
	update = celebrate;
	reads_to_update = 1000;
	EXPECT_TRUE(t, shows(new_year));
}

TEST(cmos_an_update_is_waited_for)
{
	host_in_child(t, part_waits);
}

static void part_century(struct test *t)
{
	struct rtc_time time = { 2138, 7, 1, 12, 0, 0 };

	fadt_century = 0x37;
	set_clock(&time, HOURS_24);
	ram[0x37] = ram[0x32];
	ram[0x32] = 0;
	EXPECT_TRUE(t, bind_clock());
	EXPECT_TRUE(t, shows(time));
	/* Nobody keeps the century: the years are 1970 to 2069. */
	ram[0x37] = 0;
	ram[9] = 0x69;
	time.year = 2069;
	EXPECT_TRUE(t, shows(time));
	ram[9] = 0x70;
	time.year = 1970;
	EXPECT_TRUE(t, shows(time));
}

TEST(cmos_acpi_names_the_century)
{
	host_in_child(t, part_century);
}

static void part_century_without_name(struct test *t)
{
	fadt_century = 0; /* ACPI: there is none */
	set_clock(&new_year, HOURS_24);
	EXPECT_TRUE(t, bind_clock());
	EXPECT_TRUE(t, shows(new_year));
}

TEST(cmos_the_century_is_where_it_mostly_is)
{
	host_in_child(t, part_century_without_name);
}

static void refused(struct test *t, const char *why)
{
	struct rtc_time time;

	host_listen();
	EXPECT_TRUE(t, !bind_clock());
	EXPECT_TRUE(t, strstr(host_heard(), why));
	EXPECT_EQ(t, rtc_read_time(&time), -ENODEV);
	EXPECT_TRUE(t, !first_overlap(&ioport_resource, PORT, PORT + 7));
}

static void part_absent(struct test *t)
{
	memset(ram, 0xff, sizeof(ram));
	refused(t, "this machine has no clock");
}

static void part_stuck(struct test *t)
{
	set_clock(&new_year, HOURS_24);
	ram[0x0a] |= UPDATING;
	refused(t, "2000-00-00 00:00:00: not a valid date");
	EXPECT_WARNING(t, "not a valid date");
}

static void part_nonsense(struct test *t)
{
	set_clock(&new_year, HOURS_24);
	ram[8] = 0x1f;
	refused(t, "2000-25-01 00:00:00: not a valid date");
	EXPECT_WARNING(t, "not a valid date");
}

static void part_battery(struct test *t)
{
	set_clock(&new_year, HOURS_24);
	ram[0x0d] = 0;
	EXPECT_TRUE(t, bind_clock());
	EXPECT_WARNING(t, "its battery was empty");
	EXPECT_TRUE(t, shows(new_year));
}

TEST(cmos_what_is_wrong_has_a_sentence)
{
	host_in_child(t, part_absent);
	host_in_child(t, part_stuck);
	host_in_child(t, part_nonsense);
	host_in_child(t, part_battery);
}
