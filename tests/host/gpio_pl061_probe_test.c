// SPDX-License-Identifier: MIT
/* Tests of the PL061's driver: what its probe acquires, and what is left when it fails or ends. */
#include "fake_pl061.h"
#include "host.h"
#include "pl061_board.h"

#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <drivers/gpio.h>
#include <drivers/ioport.h>
#include <tests/fault_inject.h>

/* Nothing of a probe is left: no memory, no claim, no line, no handler, no controller. */
static void expect_nothing_held(struct test *t, int line, unsigned long pages)
{
	phys_addr_t phys = fake_pl061_phys();

	test_expect(t, !board_pl061()->dev.devres, line, "devres", 0, 0);
	test_expect(t, !gpio_to_desc(0), line, "a line", 0, 0);
	test_expect(t, !board.unmasked, line, "the parent's input is not masked", 0, 0);
	test_expect(t, !first_overlap(&iomem_resource, phys, phys), line, "a claim", 0, 0);
	test_expect(t, board_line_to_irq(0, IRQ_TYPE_NONE) == -EPROBE_DEFER, line,
		    "its domain is still there", 0, 0);
	test_expect(t, nr_free_pages() == pages, line, "free pages", nr_free_pages(), pages);
}

/* One probe and one removal: what they leave allocated, such as page tables, stays so. */
static unsigned long pages_after_a_round(struct test *t)
{
	board_begin(t, true);
	board_add_parent();
	platform_probe_devices();
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_BOUND);
	device_release_driver(&board_pl061()->dev);
	return nr_free_pages();
}

static void part_lines(struct test *t)
{
	if (!board_bound(t))
		return;
	EXPECT_NE(t, gpio_to_desc(7), NULL);
	EXPECT_EQ(t, gpio_to_desc(8), NULL);
	gpiod_direction_output(gpio_to_desc(6), true);
	EXPECT_EQ(t, fake_pl061_register(FAKE_GPIODIR), BIT(6));
	EXPECT_EQ(t, fake_pl061.outputs, BIT(6));
	fake_pl061_drive(2, true);
	EXPECT_TRUE(t, gpiod_get_value(gpio_to_desc(2)) && !gpiod_get_value(gpio_to_desc(3)));
}

TEST(pl061_has_eight_lines)
{
	host_in_child(t, part_lines);
}

static void part_no_interrupt(struct test *t)
{
	unsigned int warnings = log_count(LOG_WARN);

	board_begin(t, false);
	EXPECT_EQ(t, platform_probe_devices(), 0);
	t->warnings_expected += log_count(LOG_WARN) - warnings;
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_BOUND);
	EXPECT_NE(t, gpio_to_desc(7), NULL);
	EXPECT_EQ(t, board_line_to_irq(0, IRQ_TYPE_EDGE_RISING), -EPROBE_DEFER);
}

TEST(pl061_without_an_interrupt_still_has_lines)
{
	host_in_child(t, part_no_interrupt);
}

static void part_not_there(struct test *t)
{
	unsigned long pages = pages_after_a_round(t);
	unsigned int warnings = log_count(LOG_WARN);

	/* A PL011: every PrimeCell has the other numbers. */
	fake_pl061.registers[FAKE_PART / 4] = 0x11;
	platform_probe_devices();
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_FAILED);
	expect_nothing_held(t, __LINE__, pages);
	t->warnings_expected += log_count(LOG_WARN) - warnings;
}

TEST(pl061_looks_who_answers)
{
	host_in_child(t, part_not_there);
}

static void part_quiet(struct test *t)
{
	board_begin(t, true);
	/* What firmware left. */
	fake_pl061.registers[FAKE_GPIOIE / 4] = 0xff;
	fake_pl061.edges = 0xff;
	board.enabled_when_unmasked = ~0U;
	board_add_parent();
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_TRUE(t, board.unmasked);
	EXPECT_EQ(t, board.enabled_when_unmasked, 0);
	EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIE), 0);
}

TEST(pl061_is_quiet_before_it_is_heard)
{
	host_in_child(t, part_quiet);
}

static void part_defer(struct test *t)
{
	board_begin(t, true);
	EXPECT_EQ(t, platform_probe_devices(), 1);
	EXPECT_WARNING(t, "it waits for its interrupt controller");
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_WAITING);
	EXPECT_EQ(t, board_pl061()->dev.devres, NULL);
	board_add_parent();
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_BOUND);
	EXPECT_TRUE(t, board.unmasked);
}

TEST(pl061_waits_for_its_interrupt_controller)
{
	host_in_child(t, part_defer);
}

/* Each allocation of a probe fails in turn. */
static void part_no_memory(struct test *t)
{
	unsigned long pages = pages_after_a_round(t);
	unsigned int warnings = log_count(LOG_WARN), nth = 0;

	do {
		allocations_until_failure = ++nth;
		platform_probe_devices();
		if (board_pl061()->dev.state == DEVICE_BOUND)
			break;
		expect_nothing_held(t, __LINE__, pages);
		board_pl061()->dev.state = DEVICE_WAITING;
	} while (!t->failed && nth < 100);
	allocations_until_failure = 0;
	EXPECT_LT(t, 8, nth);
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_BOUND);
	device_release_driver(&board_pl061()->dev);
	expect_nothing_held(t, __LINE__, pages);
	t->warnings_expected += log_count(LOG_WARN) - warnings;
}

TEST(pl061_leaves_nothing_when_memory_ends)
{
	host_in_child(t, part_no_memory);
}

static irqreturn_t first_user(unsigned int irq __attribute__((unused)),
			      void *data __attribute__((unused)))
{
	return IRQ_NONE;
}

#define ATTEMPTS 300 /* more than a page has room for what one attempt may forget */

/* A late step fails: somebody else has the interrupt. */
static void part_busy(struct test *t)
{
	unsigned long pages = pages_after_a_round(t);
	unsigned int warnings = log_count(LOG_WARN);
	int irq = irq_create_mapping(board.parent, INPUT);

	EXPECT_EQ(t, request_irq(irq, first_user, "somebody", &board), 0);
	host_listen();
	for (unsigned int i = 0; i < ATTEMPTS; i++) {
		board_pl061()->dev.state = DEVICE_WAITING;
		platform_probe_devices();
	}
	host_heard();
	t->warnings_expected += log_count(LOG_WARN) - warnings;
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_FAILED);
	free_irq(irq, &board);
	expect_nothing_held(t, __LINE__, pages);
}

TEST(pl061_leaves_nothing_when_its_interrupt_is_taken)
{
	host_in_child(t, part_busy);
}

static void part_removed(struct test *t)
{
	unsigned long pages = pages_after_a_round(t);

	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_TRUE(t, board.unmasked);
	device_release_driver(&board_pl061()->dev);
	EXPECT_TRUE(t, board.lines_known_when_masked);
	expect_nothing_held(t, __LINE__, pages);
}

TEST(pl061_listens_no_more_before_its_lines_go)
{
	host_in_child(t, part_removed);
}
