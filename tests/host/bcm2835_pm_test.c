// SPDX-License-Identifier: MIT
/* Tests of the Raspberry Pi's watchdog as the way to restart, and to switch off. */
#include "fake_rpi.h"
#include "host.h"

#include <bootmap/power.h>
#include <bootmap/traps.h>
#include <drivers/platform_device.h>

#define RSTC (FAKE_RPI_PM + 0x1c)
#define RSTS (FAKE_RPI_PM + 0x20)

static struct platform_device *begin(struct test *t, bool may_switch_off)
{
	fake_rpi_begin(true);
	fake_rpi_watchdog(may_switch_off);
	EXPECT_EQ(t, fake_rpi_probe(t), 0);
	*fake_rpi_register(RSTC) = 0x112;
	*fake_rpi_register(RSTS) = 0x1fff;
	return platform_device_next(platform_device_next(NULL));
}

static void part_restart(struct test *t)
{
	struct platform_device *watchdog = begin(t, true);

	machine_restart();
	t->warnings_expected++; /* of the watchdog, then of machine_restart() */
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_EQ(t, fake_rpi.resets, 1);
	EXPECT_EQ(t, fake_rpi.partition, 0);
	EXPECT_EQ(t, *fake_rpi_register(RSTC), 0x122);
	EXPECT_EQ(t, *fake_rpi_register(RSTS), 0x1aaa);
	device_release_driver(&watchdog->dev);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_EQ(t, fake_rpi.resets, 1);
}

TEST(rpi_restarts_by_its_watchdog)
{
	host_in_child(t, part_restart);
}

static void part_off(struct test *t)
{
	begin(t, true);
	EXPECT_TRAP(t, TRAP_OTHER, machine_off(0));
	EXPECT_WARNING(t, "the watchdog did not reset the machine");
	EXPECT_EQ(t, fake_rpi.resets, 1);
	EXPECT_EQ(t, fake_rpi.partition, 63);
	EXPECT_EQ(t, *fake_rpi_register(RSTS), 0x1fff);
}

TEST(rpi_is_off_when_it_boots_from_no_partition)
{
	host_in_child(t, part_off);
}

static void part_not_in_charge(struct test *t)
{
	begin(t, false);
	EXPECT_TRAP(t, TRAP_OTHER, machine_off(0));
	EXPECT_EQ(t, fake_rpi.resets, 0);
}

TEST(rpi_watchdog_is_not_in_charge_of_the_power)
{
	host_in_child(t, part_not_in_charge);
}
