// SPDX-License-Identifier: MIT
/* Tests of the Raspberry Pi's GPIO controller: lines, edges, levels, and what may be missing. */
#include "fake_rpi.h"
#include "fake_rpi_gpio.h"
#include "host.h"
#include "tree.h"

#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <drivers/gpio.h>
#include <drivers/leds.h>
#include <errno.h>
#include <string.h>

static bool begin(struct test *t, const char *compatible, unsigned int interrupts)
{
	fake_rpi_begin(true);
	/* What firmware left: all events of all lines. */
	for (unsigned int i = 0; i < 6; i++)
		*fake_rpi_register(FAKE_GPREN + 12 * i) =
			*fake_rpi_register(FAKE_GPREN + 12 * i + 4) = ~0U;
	fake_rpi_gpio.events = 1UL << 3;
	fake_rpi_gpio_nodes(compatible, interrupts);
	EXPECT_EQ(t, fake_rpi_probe(t), 1);
	EXPECT_WARNING(t, "it waits for its interrupt controller");
	EXPECT_EQ(t, fake_rpi_gpio_device()->dev.devres, NULL);
	fake_rpi_add_parent();
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_EQ(t, fake_rpi_gpio_device()->dev.state, DEVICE_BOUND);
	EXPECT_EQ(t, fake_rpi_gpio.events, 0);
	return !t->failed;
}

static void part_lines(struct test *t)
{
	const char *said;

	if (!begin(t, "brcm,bcm2835-gpio", 3))
		return;
	EXPECT_TRUE(t, gpio_to_desc(53) && !gpio_to_desc(54));
	for (unsigned int i = 0; i < 6; i++)
		*fake_rpi_register(FAKE_GPFSEL + 4 * i) = 0x12492492; /* all have function 2 */
	gpiod_direction_output(gpio_to_desc(33), true);
	gpiod_direction_output(gpio_to_desc(5), true);
	EXPECT_EQ(t, fake_rpi_gpio.latch, 1UL << 33 | 1UL << 5);
	gpiod_set_value(gpio_to_desc(5), false);
	EXPECT_EQ(t, fake_rpi_gpio.latch, 1UL << 33);
	EXPECT_TRUE(t, gpiod_get_value(gpio_to_desc(33)) && !gpiod_get_value(gpio_to_desc(5)));
	for (unsigned int line = 0; line < 54; line++)
		EXPECT_EQ(t, fake_rpi_function(line), line == 33 || line == 5 ? 1 : 2);
	host_listen();
	show_gpio(gpio_to_desc(33));
	show_gpio(gpio_to_desc(34));
	said = host_heard();
	EXPECT_TRUE(t, strstr(said, "33  out  high") && strstr(said, "34  in   low"));
	gpiod_direction_input(gpio_to_desc(33));
	EXPECT_EQ(t, fake_rpi_function(33), 0);
	EXPECT_TRUE(t, !gpiod_get_value(gpio_to_desc(33)));
	fake_rpi_drive(33, true);
	EXPECT_TRUE(t, gpiod_get_value(gpio_to_desc(33)) && !gpiod_get_value(gpio_to_desc(32)));
	EXPECT_EQ(t, fake_rpi_gpio.unprotected, 0);
}

TEST(bcm2835_gpio_has_lines_in_two_words)
{
	host_in_child(t, part_lines);
}

static unsigned int calls;
static void (*on_call)(void);

static irqreturn_t user(unsigned int irq __attribute__((unused)),
			void *data __attribute__((unused)))
{
	calls++;
	if (on_call)
		on_call();
	return IRQ_HANDLED;
}

/* How often a line with this type interrupts when its level rises, falls, and rises again. */
static void try_edges(struct test *t, unsigned int line, unsigned int type, unsigned int expected)
{
	int irq = fake_rpi_line_to_irq(line, type);

	EXPECT_EQ(t, request_irq(irq, user, "test", &calls), 0);
	calls = 0;
	fake_rpi_drive(line, true);
	fake_rpi_drive(line, false);
	fake_rpi_drive(line, true);
	test_expect(t, calls == expected, __LINE__, "calls", calls, expected);
	free_irq(irq, &calls);
	fake_rpi_drive(line, false);
	fake_rpi_drive(line, true);
	fake_rpi_drive(line, false);
	test_expect(t, calls == expected, __LINE__, "calls after free_irq()", calls, expected);
}

static void part_edges(struct test *t)
{
	static const u8 lines[] = { 0, 27, 28, 31, 32, 45, 46, 57 };

	if (!begin(t, "brcm,bcm2711-gpio", 3))
		return;
	EXPECT_TRUE(t, !fake_rpi_gpio.enabled_when_unmasked);
	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++) {
		try_edges(t, lines[i], IRQ_TYPE_EDGE_RISING, 2);
		try_edges(t, lines[i], IRQ_TYPE_EDGE_FALLING, 1);
		try_edges(t, lines[i], IRQ_TYPE_EDGE_BOTH, 3);
	}
	EXPECT_EQ(t, fake_rpi_gpio.unprotected, 0);
	EXPECT_EQ(t, fake_rpi_line_to_irq(58, IRQ_TYPE_EDGE_BOTH), -EINVAL);
}

TEST(bcm2835_gpio_counts_edges)
{
	host_in_child(t, part_edges);
}

static void next_edge(void)
{
	on_call = NULL;
	fake_rpi_gpio.events |= 1UL << 40;
}

/* An edge that comes while the handler of the last one runs is not lost. */
static void part_edge_in_handler(struct test *t)
{
	int irq;

	if (!begin(t, "brcm,bcm2835-gpio", 3))
		return;
	irq = fake_rpi_line_to_irq(40, IRQ_TYPE_EDGE_RISING);
	EXPECT_EQ(t, request_irq(irq, user, "test", &calls), 0);
	on_call = next_edge;
	fake_rpi_drive(40, true);
	EXPECT_EQ(t, calls, 2);
}

TEST(bcm2835_gpio_acknowledges_edges_first)
{
	host_in_child(t, part_edge_in_handler);
}

static void low_again(void)
{
	fake_rpi_gpio.inputs &= ~(1UL << 50);
}

static void high_again(void)
{
	fake_rpi_gpio.inputs |= 1UL << 50;
}

/* A level interrupts as long as it is there, and not once more. */
static void part_levels(struct test *t)
{
	int irq;

	if (!begin(t, "brcm,bcm2835-gpio", 3))
		return;
	irq = fake_rpi_line_to_irq(50, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, request_irq(irq, user, "test", &calls), 0);
	on_call = low_again;
	fake_rpi_drive(50, true);
	EXPECT_EQ(t, calls, 1);
	free_irq(irq, &calls);
	high_again();
	irq = fake_rpi_line_to_irq(50, IRQ_TYPE_LEVEL_LOW);
	EXPECT_EQ(t, request_irq(irq, user, "test", &calls), 0);
	on_call = high_again;
	fake_rpi_drive(50, false);
	EXPECT_EQ(t, calls, 2);
	on_call = NULL;
	fake_rpi_drive(50, false);
	EXPECT_LT(t, 10, calls);
}

TEST(bcm2835_gpio_ends_levels_after_the_handler)
{
	host_in_child(t, part_levels);
}

static void part_no_type(struct test *t)
{
	static const u32 wrong[] = { IRQ_TYPE_LEVEL_HIGH | IRQ_TYPE_LEVEL_LOW,
				     IRQ_TYPE_LEVEL_HIGH | IRQ_TYPE_EDGE_RISING, 0xf };

	if (!begin(t, "brcm,bcm2835-gpio", 3))
		return;
	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++)
		EXPECT_EQ(t, fake_rpi_line_to_irq(4, wrong[i]), -EINVAL);
}

TEST(bcm2835_gpio_refuses_types_that_no_line_can_have)
{
	host_in_child(t, part_no_type);
}

static void part_missing(struct test *t)
{
	if (!begin(t, "brcm,bcm2835-gpio", 2))
		return;
	EXPECT_WARNING(t, "gpio: no interrupt for lines from 46 on");
	EXPECT_EQ(t, fake_rpi_line_to_irq(46, IRQ_TYPE_EDGE_RISING), -ENXIO);
	try_edges(t, 45, IRQ_TYPE_EDGE_RISING, 2);
	gpiod_direction_output(gpio_to_desc(46), true);
	EXPECT_TRUE(t, gpiod_get_value(gpio_to_desc(46)));
}

TEST(bcm2835_gpio_without_one_of_its_interrupts)
{
	host_in_child(t, part_missing);
}

static void part_removed(struct test *t)
{
	if (!begin(t, "brcm,bcm2835-gpio", 3))
		return;
	EXPECT_NE(t, led_find("demo"), NULL);
	device_release_driver(&fake_rpi_gpio_device()->dev);
	EXPECT_EQ(t, fake_rpi_gpio.unmasked, 0);
	EXPECT_EQ(t, fake_rpi_line_to_irq(0, IRQ_TYPE_EDGE_RISING), -EPROBE_DEFER);
	EXPECT_EQ(t, gpio_to_desc(0), NULL);
	EXPECT_EQ(t, led_find("demo"), NULL);
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_NE(t, led_find("demo"), NULL);
}

TEST(bcm2835_gpio_comes_and_goes)
{
	host_in_child(t, part_removed);
}

static void led_node(const char *name, u32 controller, u32 line)
{
	tree_node(name);
	tree_cells("gpios", controller, line, 0);
	tree_end_node();
}

/* One LED is on this controller, the other two on one that nothing here can drive. */
static void part_leds(struct test *t)
{
	unsigned int warnings = log_count(LOG_WARN);

	fake_rpi_begin(true);
	fake_rpi_gpio_nodes("brcm,bcm2835-gpio", 3);
	tree_node("other");
	tree_string("compatible", "nobodys,gpio");
	tree_bytes("gpio-controller", "", 0);
	tree_cells("#gpio-cells", 2);
	tree_cells("phandle", 9);
	tree_end_node();
	tree_node("leds");
	tree_string("compatible", "gpio-leds");
	led_node("first", 9, 2);
	led_node("act", FAKE_GPIO_PHANDLE, 42);
	led_node("last", 9, 3);
	tree_end_node();
	EXPECT_EQ(t, fake_rpi_probe(t), 2);
	fake_rpi_add_parent();
	EXPECT_EQ(t, platform_probe_devices(), 0);
	t->warnings_expected += log_count(LOG_WARN) - warnings - 1;
	EXPECT_WARNING(t, "gpios of last: their controller has no driver");
	EXPECT_TRUE(t, !led_find("first") && !led_find("last") && !led_find("demo"));
	led_set(led_find("act"), true);
	EXPECT_EQ(t, fake_rpi_gpio.latch, 1UL << 42);
}

TEST(bcm2835_gpio_leds_that_can_be_driven)
{
	host_in_child(t, part_leds);
}
