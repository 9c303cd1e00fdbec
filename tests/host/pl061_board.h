/* SPDX-License-Identifier: MIT */
/* A board that is only a tree: one PL061, see fake_pl061.h, and the interrupt controller above it. */
#ifndef TESTS_PL061_BOARD_H
#define TESTS_PL061_BOARD_H

#include <bootmap/irq.h>
#include <drivers/platform_device.h>
#include <tests/test.h>

#define INPUT 3 /* of the controller: here the PL061 interrupts */

/**
 * struct pl061_board - what the controller was told
 * @parent: the controller
 * @unmasked: may the PL061 interrupt?
 * @enabled_when_unmasked: the lines that could interrupt when it was allowed to
 * @lines_known_when_masked: could lines still be used when it was forbidden?
 */
extern struct pl061_board {
	struct irq_domain *parent;
	bool unmasked;
	u32 enabled_when_unmasked;
	bool lines_known_when_masked;
} board;

/** board_begin() - a tree with one PL061, whose driver has not been called */
void board_begin(struct test *t, bool has_interrupt);

/** board_add_parent() - from here on the controller has a driver */
void board_add_parent(void);

/** board_bound() - the usual board, with its driver at work. Return: is it? */
bool board_bound(struct test *t);

/** board_pl061() - the device */
struct platform_device *board_pl061(void);

/** board_line_to_irq() - what irq_create_of_mapping() says about a line of the PL061 */
int board_line_to_irq(u32 line, u32 type);

#endif
