// SPDX-License-Identifier: MIT
/* Tests of drivers that use GPIO lines: keys, LEDs, power off and restart. */
#include "fake_gpio.h"
#include "host.h"
#include "tree.h"

#include <bootmap/page_alloc.h>
#include <bootmap/power.h>
#include <drivers/gpio.h>
#include <drivers/leds.h>
#include <drivers/platform_device.h>
#include <string.h>
#include <tests/fault_inject.h>

/* The key's level changes, and with it comes an interrupt. */
static void press(bool pressed)
{
	wires[5].level = pressed;
	generic_handle_domain_irq(wires_domain, 5);
}

static void part_keys(struct test *t)
{
	tree_begin();
	user_node("gpio-keys", "restart", CHIP, 5, 0);
	chip_node();
	EXPECT_EQ(t, boot_board(t), 0);
	EXPECT_EQ(t, wires[5].type, IRQ_TYPE_EDGE_BOTH);
	EXPECT_TRUE(t, wires[5].unmasked && !wires[5].driven);
	host_listen();
	press(true);
	EXPECT_WARNING(t, "no driver that can restart it");
	press(false);
	EXPECT_TRUE(t, !strcmp(host_heard(), "gpio-keys: restart pressed\n"
					     "This machine has no driver that can restart it.\n"
					     "gpio-keys: restart released\n"));
	/* So short that the interrupt finds it over. */
	press(false);
	EXPECT_WARNING(t, "no driver that can restart it");
	/* The chip goes, and its user before it. */
	device_release_driver(&find_device("gpio")->dev);
	EXPECT_EQ(t, find_device("gpio-keys")->dev.state, DEVICE_WAITING);
	EXPECT_TRUE(t, !wires[5].unmasked);
	EXPECT_EQ(t, gpio_to_desc(0), NULL);
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_TRUE(t, wires[5].unmasked);
}

TEST(gpio_keys_tell_and_go_with_their_chip)
{
	host_in_child(t, part_keys);
}

static void key_of_controller(const char *compatible)
{
	tree_begin();
	user_node("gpio-keys", "restart", CHIP, 5, 0);
	tree_node("gpio");
	if (compatible)
		tree_string("compatible", compatible);
	tree_cells("phandle", CHIP);
	tree_bytes("gpio-controller", "", 0);
	tree_cells("#gpio-cells", 2);
	tree_end_node();
}

static void part_waiting(struct test *t)
{
	key_of_controller(NULL);
	EXPECT_EQ(t, boot_board(t), 1);
	EXPECT_WARNING(t, "gpio-keys: not in use: it waits for its GPIO controller");
}

TEST(gpio_keys_without_a_controller_wait_in_vain)
{
	host_in_child(t, part_waiting);
}

static void part_no_driver(struct test *t)
{
	key_of_controller("test,unknown");
	EXPECT_EQ(t, boot_board(t), 0);
	EXPECT_WARNING(t, "gpio-keys: gpios of restart: their controller has no driver");
	EXPECT_EQ(t, find_device("gpio-keys")->dev.state, DEVICE_ABSENT);
}

TEST(gpio_keys_of_a_controller_without_a_driver)
{
	host_in_child(t, part_no_driver);
}

static void led_node(const char *name, u32 line, u32 flags, const char *state)
{
	tree_node(name);
	tree_cells("gpios", CHIP, line, flags);
	if (state)
		tree_string("default-state", state);
	tree_end_node();
}

static void part_leds(struct test *t)
{
	tree_begin();
	tree_node("leds");
	tree_string("compatible", "gpio-leds");
	led_node("plain", 0, 0, NULL);
	led_node("on", 1, 0, "on");
	led_node("off", 2, 1, "off");
	led_node("keep", 3, 0, "keep");
	tree_end_node();
	chip_node();
	wires[3].level = true;
	EXPECT_EQ(t, boot_board(t), 0);
	EXPECT_TRUE(t, !strcmp(wires[0].history, "0"));
	EXPECT_TRUE(t, !strcmp(wires[1].history, "1"));
	EXPECT_TRUE(t, !strcmp(wires[2].history, "1"));
	EXPECT_TRUE(t, !strcmp(wires[3].history, "1"));
	EXPECT_TRUE(t, !led_find("missing"));
	EXPECT_TRUE(t, !strcmp(led_next(led_find("on"))->name, "off"));
	led_set(led_find("off"), true);
	EXPECT_TRUE(t, !wires[2].level && led_is_on(led_find("off")));
	device_release_driver(&find_device("leds")->dev);
	EXPECT_EQ(t, led_next(NULL), NULL);
	EXPECT_TRUE(t, !wires[1].level && wires[2].level);
}

TEST(gpio_leds_begin_as_the_tree_says)
{
	host_in_child(t, part_leds);
}

static void power_node(const char *compatible, u32 line, const char *active, const char *inactive,
		       const char *wait)
{
	tree_node(compatible);
	tree_string("compatible", compatible);
	tree_cells("gpios", CHIP, line, 0);
	tree_cells(active, 2);
	tree_cells(inactive, 1);
	tree_cells(wait, 1);
	tree_end_node();
}

static void part_power(struct test *t)
{
	tree_begin();
	power_node("gpio-poweroff", 6, "active-delay-ms", "inactive-delay-ms", "timeout-ms");
	power_node("gpio-restart", 7, "active-delay", "inactive-delay", "wait-delay");
	chip_node();
	EXPECT_EQ(t, boot_board(t), 0);
	EXPECT_TRUE(t, !strcmp(wires[6].history, "0") && !strcmp(wires[7].history, "0"));
	machine_restart();
	t->warnings_expected++; /* nothing happened */
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(wires[6].history, "0") && !strcmp(wires[7].history, "0101"));
	device_release_driver(&find_device("gpio-restart")->dev);
	machine_restart();
	EXPECT_WARNING(t, "no driver that can restart it");
	EXPECT_TRUE(t, !strcmp(wires[7].history, "0101"));
	/* Switching off goes the same way; without success it halts. */
	EXPECT_TRAP(t, TRAP_OTHER, machine_off(0));
	EXPECT_WARNING(t, "gpio-poweroff: nothing happened");
	EXPECT_TRUE(t, !strcmp(wires[6].history, "0101"));
}

TEST(gpio_power_shows_level_and_both_edges)
{
	host_in_child(t, part_power);
}

static void release_all(void)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)))
		device_release_driver(&pdev->dev);
}

/* Whoever failed left nothing, and may try again. */
static void forgive(struct test *t)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)))
		if (pdev->dev.state == DEVICE_FAILED) {
			EXPECT_EQ(t, pdev->dev.devres, NULL);
			pdev->dev.state = DEVICE_WAITING;
		}
}

/* All drivers of a board with one chip, each allocation failing in turn. */
static void part_no_memory(struct test *t)
{
	unsigned int warnings = log_count(LOG_WARN), nth = 0;
	unsigned long pages;

	tree_begin();
	chip_node();
	user_node("gpio-keys", "restart", CHIP, 5, 0);
	user_node("gpio-leds", "led", CHIP, 4, 0);
	power_node("gpio-restart", 7, "active-delay", "inactive-delay", "wait-delay");
	boot_board(t);
	release_all();
	pages = nr_free_pages();
	do {
		allocations_until_failure = ++nth;
		platform_probe_devices();
		forgive(t);
		release_all();
		EXPECT_EQ(t, nr_free_pages(), pages);
		EXPECT_EQ(t, led_next(NULL), NULL);
	} while (!allocations_until_failure);
	allocations_until_failure = 0;
	EXPECT_LT(t, 15, nth);
	EXPECT_EQ(t, platform_probe_devices(), 0);
	t->warnings_expected += log_count(LOG_WARN) - warnings;
}

TEST(gpio_drivers_leave_nothing_when_memory_ends)
{
	host_in_child(t, part_no_memory);
}
