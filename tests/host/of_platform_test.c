// SPDX-License-Identifier: MIT
/* Tests of platform devices from nodes: names, resources, and nodes with errors. */
#include "../unit/support.h"
#include "host.h"
#include "tree.h"

#include <bootmap/boot.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <stdlib.h>
#include <string.h>

static int probe_nothing(struct platform_device *pdev __attribute__((unused)))
{
	return 0;
}

#define DRIVER(variable, ...)                                                       \
	static const struct of_device_id variable##_ids[] = { __VA_ARGS__, { 0 } }; \
	static const struct platform_driver variable = {                            \
		.driver = { .name = #variable, .of_match_table = variable##_ids },  \
		.probe = probe_nothing,                                             \
	};                                                                          \
	module_platform_driver(variable)

DRIVER(generic_uart, { .compatible = "test,uart", .data = "generic" });
DRIVER(special_uart, { .compatible = "test,other" },
       { .compatible = "test,special-uart", .data = "special" });

/* The tree's root with two cells each, as most boards have it. */
static void begin(void)
{
	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
}

/* A device with two cells each for address and size. */
static void uart(const char *name, u32 address, u32 size)
{
	tree_node(name);
	tree_string("compatible", "test,uart");
	tree_cells("reg", 0, address, 0, size);
	tree_end_node();
}

static void simple_bus(const char *name)
{
	tree_node(name);
	tree_string("compatible", "simple-bus");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
}

static void populate(struct test *t)
{
	const char *why;

	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	of_platform_populate();
}

/* They live for ever elsewhere; the next tree must not meet them. */
static void depopulate(void)
{
	struct platform_device *pdev;

	while ((pdev = platform_device_next(NULL)))
		platform_device_del(pdev);
}

static struct platform_device *find(const char *name)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)) && strcmp(dev_name(&pdev->dev), name))
		;
	return pdev;
}

static unsigned int count(void)
{
	struct platform_device *pdev = NULL;
	unsigned int found = 0;

	while ((pdev = platform_device_next(pdev)))
		found++;
	return found;
}

static void part_names(struct test *t)
{
	begin();
	uart("serial@9000000", 0x9000000, 0x1000);
	tree_node("leds");
	tree_string("compatible", "test,leds");
	tree_end_node();
	tree_node("chosen");
	tree_end_node();
	simple_bus("soc");
	tree_cells("ranges", 0x100, 0, 0x1000000, 0x1000);
	tree_node("gpio@200");
	tree_string("compatible", "test,gpio");
	tree_cells("reg", 0x200, 0x80, 0x300, 0x100, 0x400, 0x100, 0x500, 0x100);
	tree_bytes("reg-names", "data\0control", 13);
	tree_end_node();
	tree_node("keys");
	tree_string("compatible", "test,keys");
	tree_end_node();
	tree_end_node();
	populate(t);
	EXPECT_EQ(t, count(), 5);
	EXPECT_NE(t, find("9000000.serial"), NULL);
	EXPECT_NE(t, find("leds"), NULL);
	EXPECT_NE(t, find("soc"), NULL);
	EXPECT_NE(t, find("soc:keys"), NULL);
	EXPECT_EQ(t, find("1000100.gpio")->num_resources, 4);
	EXPECT_EQ(t, find("1000100.gpio")->resource[1].start, 0x1000200);
	EXPECT_EQ(t, find("1000100.gpio")->resource[1].end, 0x10002ff);
	EXPECT_TRUE(t, !strcmp(find("1000100.gpio")->resource[0].name, "data"));
	EXPECT_TRUE(t, !strcmp(find("1000100.gpio")->resource[1].name, "control"));
	EXPECT_EQ(t, find("1000100.gpio")->resource[2].name, NULL);
	EXPECT_EQ(t, find("1000100.gpio")->resource[3].name, NULL);
	EXPECT_EQ(t, find("9000000.serial")->resource[0].name, NULL);
	EXPECT_EQ(t, find("leds")->num_resources, 0);
}

TEST(of_platform_names_and_resources)
{
	host_in_child(t, part_names);
}

static void part_buses(struct test *t)
{
	begin();
	tree_node("i2c@1000");
	tree_string("compatible", "test,i2c");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 0);
	tree_cells("reg", 0, 0x1000, 0, 0x100);
	tree_node("rtc@68");
	tree_string("compatible", "test,rtc");
	tree_cells("reg", 0x68);
	tree_end_node();
	tree_end_node();
	simple_bus("off");
	tree_string("status", "disabled");
	tree_node("behind");
	tree_string("compatible", "test,leds");
	tree_end_node();
	tree_end_node();
	tree_node("plain");
	tree_node("inside");
	tree_string("compatible", "test,leds");
	tree_end_node();
	tree_end_node();
	populate(t);
	EXPECT_EQ(t, count(), 1);
	EXPECT_NE(t, find("1000.i2c"), NULL);
}

TEST(of_platform_only_what_simple_buses_lead_to)
{
	host_in_child(t, part_buses);
}

static void part_transparent(struct test *t)
{
	static const char *const kinds[] = { "syscon\0simple-mfd", "simple-pm-bus",
					     "arm,amba-bus" };
	static const int lengths[] = { 18, 14, 13 };

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		begin();
		tree_node("bus");
		tree_bytes("compatible", kinds[i], lengths[i]);
		tree_cells("#address-cells", 1);
		tree_cells("#size-cells", 1);
		tree_cells("ranges", 0, 0, 0x1000000, 0x1000);
		simple_bus("inner");
		tree_cells("ranges", 0x100, 0x200, 0x100);
		tree_node("uart@120");
		tree_string("compatible", "test,uart");
		tree_cells("reg", 0x120, 8);
		tree_end_node();
		tree_end_node();
		tree_end_node();
		uart("last@5000", 0x5000, 8);
		populate(t);
		EXPECT_EQ(t, find("1000220.uart")->dev.driver, &generic_uart.driver);
		EXPECT_NE(t, find("5000.last"), NULL);
		depopulate();
	}
}

TEST(of_platform_looks_behind_every_transparent_bus)
{
	host_in_child(t, part_transparent);
}

static void two_worlds(struct test *t)
{
	begin();
	tree_node("secure");
	tree_string("compatible", "test,leds");
	tree_string("status", "disabled");
	tree_string("secure-status", "okay");
	tree_end_node();
	tree_node("normal");
	tree_string("compatible", "test,leds");
	tree_string("secure-status", "disabled");
	tree_end_node();
	tree_node("both");
	tree_string("compatible", "test,leds");
	tree_end_node();
	populate(t);
}

static void part_secure(struct test *t)
{
	boot_info.entry = 2;
	two_worlds(t);
	EXPECT_EQ(t, count(), 2);
	EXPECT_NE(t, find("normal"), NULL);
	depopulate();
	boot_info.entry = 3;
	two_worlds(t);
	EXPECT_EQ(t, count(), 2);
	EXPECT_NE(t, find("secure"), NULL);
}

TEST(of_platform_secure_status_in_the_secure_world)
{
	host_in_child(t, part_secure);
}

static void part_match(struct test *t)
{
	begin();
	tree_node("uart");
	tree_bytes("compatible", "test,special-uart\0test,uart", 28);
	tree_end_node();
	tree_node("other");
	tree_bytes("compatible", "test,unknown\0test,uart", 23);
	tree_end_node();
	tree_node("unknown");
	tree_string("compatible", "test,unknown");
	tree_end_node();
	tree_node("unterminated");
	tree_bytes("compatible", "test,uart", 9);
	tree_end_node();
	populate(t);
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_EQ(t, find("uart")->dev.driver, &special_uart.driver);
	EXPECT_TRUE(t, !strcmp(device_get_match_data(&find("uart")->dev), "special"));
	EXPECT_EQ(t, find("other")->dev.driver, &generic_uart.driver);
	EXPECT_EQ(t, find("other")->dev.state, DEVICE_BOUND);
	EXPECT_EQ(t, find("unknown")->dev.driver, NULL);
	EXPECT_EQ(t, find("unterminated")->dev.driver, NULL);
}

TEST(of_platform_the_most_specific_compatible_wins)
{
	host_in_child(t, part_match);
}

#define EXPECT_LEFT_OUT(t, words)                      \
	do {                                           \
		uart("good@1000", 0x1000, 8);          \
		populate(t);                           \
		EXPECT_WARNING(t, words);              \
		EXPECT_EQ(t, count(), 1);              \
		EXPECT_NE(t, find("1000.good"), NULL); \
		depopulate();                          \
	} while (0)

static void part_bad_reg(struct test *t)
{
	begin();
	tree_node("bad@2000");
	tree_string("compatible", "test,uart");
	tree_cells("reg", 0, 0x2000, 0);
	tree_end_node();
	EXPECT_LEFT_OUT(t, "bad@2000: left out: its reg is not a list");

	begin();
	tree_node("bad@2000");
	tree_string("compatible", "test,uart");
	tree_cells("reg", 0, 0x2000, 0, 0x1000, 0);
	tree_end_node();
	EXPECT_LEFT_OUT(t, "bad@2000: left out: its reg is not a list");

	begin();
	tree_node("bad@2000");
	tree_string("compatible", "test,uart");
	tree_bytes("reg", "", 0);
	tree_end_node();
	EXPECT_LEFT_OUT(t, "bad@2000: left out: its reg is not a list");

	begin();
	uart("bad@2000", 0x2000, 0);
	EXPECT_LEFT_OUT(t, "bad@2000: left out: its reg has an entry of size 0");

	begin();
	tree_node("bad");
	tree_string("compatible", "test,uart");
	tree_cells("reg", 0xffffffff, 0xfffff000, 0, 0x1001);
	tree_end_node();
	EXPECT_LEFT_OUT(t, "bad: left out: its reg reaches beyond");
}

TEST(of_platform_bad_reg_is_named_and_the_rest_goes_on)
{
	host_in_child(t, part_bad_reg);
}

/* A bus, of no type that is a device itself, with one device, for which its ranges do not do. */
static void bus_device(void)
{
	tree_node("bad@2000");
	tree_string("compatible", "test,uart");
	tree_cells("reg", 0x2000, 0x100);
	tree_end_node();
	tree_end_node();
}

#define EXPECT_UNTRANSLATED(t)                                                              \
	do {                                                                                \
		bus_device();                                                               \
		populate(t);                                                                \
		EXPECT_WARNING(t, "bad@2000: left out: a bus above it does not translate"); \
		EXPECT_EQ(t, count(), 1);                                                   \
		depopulate();                                                               \
	} while (0)

static void part_bad_ranges(struct test *t)
{
	begin();
	simple_bus("soc");
	EXPECT_UNTRANSLATED(t);

	begin();
	simple_bus("soc");
	tree_cells("ranges", 0, 0, 0, 0x1000);
	EXPECT_UNTRANSLATED(t);

	begin();
	simple_bus("soc");
	tree_cells("ranges", 0, 0, 0);
	EXPECT_UNTRANSLATED(t);
}

TEST(of_platform_without_usable_ranges_is_named)
{
	host_in_child(t, part_bad_ranges);
}

static void part_long_name(struct test *t)
{
	begin();
	uart("a-name-that-is-longer-than-any-name-of-a-device-should-ever-be@1000", 0x1000, 8);
	populate(t);
	EXPECT_EQ(t, strlen(dev_name(&platform_device_next(NULL)->dev)), 47);
}

TEST(of_platform_a_long_name_is_cut)
{
	host_in_child(t, part_long_name);
}

/* A tree as deep as trees get: neither time nor stack grow beyond measure. */
static void part_deep(struct test *t)
{
	const char *why;

	begin();
	for (int depth = 0; depth < 500; depth++) {
		tree_node("bus");
		tree_string("compatible", "simple-bus");
		tree_bytes("ranges", "", 0);
	}
	for (int depth = 0; depth < 500; depth++)
		tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	of_platform_populate();
	EXPECT_EQ(t, count(), 500);
}

TEST(of_platform_a_deep_tree)
{
	host_in_child(t, part_deep);
}
