/* SPDX-License-Identifier: MIT */
/* A board that is only a tree and an array: one GPIO chip, and what is wired to it. */
#ifndef TESTS_FAKE_GPIO_H
#define TESTS_FAKE_GPIO_H

#include <bootmap/irq.h>
#include <tests/test.h>

#define LINES 8
#define CHIP  1 /* its phandle */

/**
 * struct wire - what is to be seen of a line
 * @level: now
 * @driven: by the chip
 * @unmasked: may interrupt
 * @type: when
 * @history: the levels that the chip drove, oldest first
 */
extern struct wire {
	bool level, driven, unmasked;
	unsigned int type;
	char history[16];
} wires[LINES];

/* The chip's interrupts, for generic_handle_domain_irq(). */
extern struct irq_domain *wires_domain;

/** chip_node() - the chip's node in the open tree, named gpio */
void chip_node(void);

/** user_node() - a node, named as its @compatible, whose one child uses a line */
void user_node(const char *compatible, const char *child, u32 phandle, u32 line, u32 flags);

/** boot_board() - finish the tree and probe. Return: how many devices wait in vain. */
unsigned int boot_board(struct test *t);

/** find_device() - by name, NULL if there is none */
struct platform_device *find_device(const char *name);

#endif
