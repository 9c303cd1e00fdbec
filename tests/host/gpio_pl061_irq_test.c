// SPDX-License-Identifier: MIT
/* Tests of the PL061's driver: edges and levels, masks, acknowledgements, and its handler. */
#include "fake_pl061.h"
#include "host.h"
#include "pl061_board.h"

#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>

/* The board.parent delivers as long as the device's output is active. */
static void deliver(void)
{
	for (unsigned int i = 0; i < 20 && board.unmasked && fake_pl061_active(); i++)
		generic_handle_domain_irq(board.parent, INPUT);
}

#define LINE 3

/* How the registers' bits of LINE must be. */
static const struct {
	unsigned int type;
	bool level, both, high;
} types[] = {
	{ IRQ_TYPE_EDGE_RISING, false, false, true },	{ IRQ_TYPE_EDGE_BOTH, false, true, false },
	{ IRQ_TYPE_EDGE_FALLING, false, false, false }, { IRQ_TYPE_LEVEL_HIGH, true, false, true },
	{ IRQ_TYPE_LEVEL_LOW, true, false, false },
};

/* @others: what the other lines' bits are before, and must be afterwards. */
static void try_types(struct test *t, u32 others)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++) {
		u32 *registers = fake_pl061.registers;

		registers[FAKE_GPIOIS / 4] = registers[FAKE_GPIOIBE / 4] =
			registers[FAKE_GPIOIEV / 4] = others | (i & 1 ? BIT(LINE) : 0);
		EXPECT_TRUE(t, board_line_to_irq(LINE, types[i].type) > 0);
		EXPECT_EQ(t, registers[FAKE_GPIOIS / 4], others | types[i].level << LINE);
		EXPECT_EQ(t, registers[FAKE_GPIOIBE / 4], others | types[i].both << LINE);
		/* With both edges, this bit has no meaning. */
		EXPECT_EQ(t, registers[FAKE_GPIOIEV / 4] & ~(types[i].both << LINE),
			  others | types[i].high << LINE);
	}
}

static void part_types(struct test *t)
{
	if (!board_bound(t))
		return;
	try_types(t, 0);
	try_types(t, 0xff & ~BIT(LINE));
}

TEST(pl061_knows_edges_and_levels)
{
	host_in_child(t, part_types);
}

static void part_no_type(struct test *t)
{
	static const u32 wrong[] = { IRQ_TYPE_LEVEL_HIGH | IRQ_TYPE_LEVEL_LOW,
				     IRQ_TYPE_LEVEL_HIGH | IRQ_TYPE_EDGE_RISING,
				     IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_EDGE_BOTH, 0xf };

	if (!board_bound(t))
		return;
	EXPECT_TRUE(t, board_line_to_irq(LINE, IRQ_TYPE_LEVEL_HIGH) > 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++) {
		EXPECT_EQ(t, board_line_to_irq(LINE, wrong[i]), -EINVAL);
		EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIS), BIT(LINE));
		EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIBE), 0);
		EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIEV), BIT(LINE));
	}
}

TEST(pl061_refuses_types_that_no_line_can_have)
{
	host_in_child(t, part_no_type);
}

/* A user of a line: counts, and does what the test wants. */
static unsigned int calls[8];
static void (*on_call[8])(void);

static irqreturn_t user(unsigned int irq __attribute__((unused)), void *data)
{
	unsigned int line = (unsigned int *)data - calls;

	calls[line]++;
	if (on_call[line])
		on_call[line]();
	return IRQ_HANDLED;
}

static int use_line(unsigned int line, unsigned int type)
{
	int irq = board_line_to_irq(line, type);

	return irq < 0 ? irq : request_irq(irq, user, "user", &calls[line]);
}

static void part_masks(struct test *t)
{
	if (!board_bound(t))
		return;
	EXPECT_EQ(t, use_line(2, IRQ_TYPE_EDGE_RISING), 0);
	EXPECT_EQ(t, use_line(5, IRQ_TYPE_LEVEL_HIGH), 0);
	EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIE), BIT(2) | BIT(5));
	free_irq(board_line_to_irq(2, IRQ_TYPE_NONE), &calls[2]);
	EXPECT_EQ(t, fake_pl061_register(FAKE_GPIOIE), BIT(5));
	/* An interrupt between read and write would lose what its handler changed. */
	EXPECT_EQ(t, fake_pl061.unprotected, 0);
	EXPECT_EQ(t, host_irq_mask, 0);
}

TEST(pl061_masks_one_line_and_no_other)
{
	host_in_child(t, part_masks);
}

static void pulse_1(void)
{
	if (calls[1] == 1) {
		fake_pl061_drive(1, false);
		fake_pl061_drive(1, true);
	}
}

static void part_edges(struct test *t)
{
	if (!board_bound(t))
		return;
	EXPECT_EQ(t, use_line(1, IRQ_TYPE_EDGE_RISING), 0);
	fake_pl061_drive(1, true);
	deliver();
	fake_pl061_drive(1, false);
	deliver();
	EXPECT_EQ(t, calls[1], 1);
	/* A second edge while the handler runs. */
	calls[1] = 0;
	on_call[1] = pulse_1;
	fake_pl061_drive(1, true);
	deliver();
	EXPECT_EQ(t, calls[1], 2);
	EXPECT_EQ(t, fake_pl061_active(), 0);
}

TEST(pl061_handles_each_edge_once)
{
	host_in_child(t, part_edges);
}

static void raise_0(void)
{
	fake_pl061_drive(0, true);
}

/* Lines 1 and 2 are pending. Line 0 becomes so in between. */
static void part_other_edges(struct test *t)
{
	if (!board_bound(t))
		return;
	for (unsigned int line = 0; line < 3; line++)
		EXPECT_EQ(t, use_line(line, IRQ_TYPE_EDGE_RISING), 0);
	on_call[1] = raise_0;
	fake_pl061_drive(1, true);
	fake_pl061_drive(2, true);
	deliver();
	for (unsigned int line = 0; line < 3; line++)
		EXPECT_EQ(t, calls[line], 1);
}

TEST(pl061_acknowledges_no_other_line)
{
	host_in_child(t, part_other_edges);
}

static void part_old_edge(struct test *t)
{
	if (!board_bound(t))
		return;
	/* After reset, falling edges are detected. */
	fake_pl061_drive(4, true);
	fake_pl061_drive(4, false);
	EXPECT_EQ(t, use_line(4, IRQ_TYPE_EDGE_RISING), 0);
	deliver();
	EXPECT_EQ(t, calls[4], 0);
	fake_pl061_drive(4, true);
	deliver();
	EXPECT_EQ(t, calls[4], 1);
}

TEST(pl061_forgets_edges_of_the_type_before)
{
	host_in_child(t, part_old_edge);
}

static void lower_6(void)
{
	if (calls[6] == 3)
		fake_pl061_drive(6, false);
}

static void part_level(struct test *t)
{
	if (!board_bound(t))
		return;
	EXPECT_EQ(t, use_line(6, IRQ_TYPE_LEVEL_HIGH), 0);
	EXPECT_EQ(t, use_line(7, IRQ_TYPE_EDGE_BOTH), 0);
	on_call[6] = lower_6;
	fake_pl061_drive(6, true);
	fake_pl061_drive(7, true);
	deliver();
	EXPECT_EQ(t, calls[6], 3);
	EXPECT_EQ(t, calls[7], 1);
}

TEST(pl061_handles_a_level_as_long_as_it_lasts)
{
	host_in_child(t, part_level);
}

/* Line 4 has an edge, but nobody wants to know; nothing may be said about it, see TEST(). */
static void part_masked(struct test *t)
{
	if (!board_bound(t))
		return;
	EXPECT_EQ(t, use_line(1, IRQ_TYPE_EDGE_RISING), 0);
	EXPECT_TRUE(t, board_line_to_irq(4, IRQ_TYPE_EDGE_RISING) > 0);
	fake_pl061_drive(4, true);
	fake_pl061_drive(1, true);
	deliver();
	EXPECT_EQ(t, calls[1], 1);
	EXPECT_EQ(t, irq_count(board_line_to_irq(4, IRQ_TYPE_NONE)), 0);
}

TEST(pl061_leaves_masked_lines_alone)
{
	host_in_child(t, part_masked);
}

static void part_not_ours(struct test *t)
{
	if (!board_bound(t))
		return;
	for (unsigned int i = 0; i < 999; i++)
		generic_handle_domain_irq(board.parent, INPUT);
	generic_handle_domain_irq(board.parent, INPUT);
	EXPECT_WARNING(t, "its handler does not accept it: masked");
}

TEST(pl061_says_when_an_interrupt_is_not_its_own)
{
	host_in_child(t, part_not_ours);
}
