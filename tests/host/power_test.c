// SPDX-License-Identifier: MIT
/* Tests of the order in which restart and power-off handlers are called. */
#include "host.h"

#include <bootmap/power.h>
#include <string.h>

static char asked[8];

static void ask_a(struct power_handler *handler __attribute__((unused)))
{
	strcat(asked, "a");
}

static void ask_b(struct power_handler *handler __attribute__((unused)))
{
	strcat(asked, "b");
}

static void part_order(struct test *t)
{
	struct power_handler a = { .act = ask_a }, b = { .act = ask_b };

	register_restart(&a);
	register_restart(&b);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(asked, "ba"));
	unregister_power_handler(&a);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(asked, "bab"));
	unregister_power_handler(&a);
	unregister_power_handler(&b);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(asked, "bab"));
}

TEST(power_the_last_one_is_asked_first)
{
	host_in_child(t, part_order);
}

static void part_priority(struct test *t)
{
	struct power_handler a = { .act = ask_a, .priority = SYS_OFF_PRIO_FIRMWARE };
	struct power_handler b = { .act = ask_b };

	register_restart(&a);
	register_restart(&b);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(asked, "ab"));
	unregister_power_handler(&a);
	register_restart(&a);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(asked, "abab"));
}

TEST(power_firmware_is_asked_first_whenever_it_came)
{
	host_in_child(t, part_priority);
}

/* Who restarts is not asked to switch off. */
static void part_apart(struct test *t)
{
	struct power_handler off = { .act = ask_a }, restart = { .act = ask_b };

	register_power_off(&off);
	register_restart(&restart);
	EXPECT_TRAP(t, TRAP_OTHER, machine_off(0));
	EXPECT_TRUE(t, !strcmp(asked, "a"));
	/* A failure switches nothing off: its report stays readable. */
	EXPECT_TRAP(t, TRAP_OTHER, machine_off(1));
	EXPECT_TRUE(t, !strcmp(asked, "a"));
}

TEST(power_off_and_restart_are_apart)
{
	host_in_child(t, part_apart);
}
