/* SPDX-License-Identifier: MIT */
#ifndef TESTS_IRQ_BOARD_H
#define TESTS_IRQ_BOARD_H

#include <bootmap/irq.h>

/* Phandles of the controllers, and one that no node has. */
#define PIC	   1
#define GPIO	   2
#define NO_PHANDLE 77

extern struct irq_domain *pic, *gpio;
extern unsigned int irq_board_last_type; /* the trigger that was set last */

/** irq_board_begin() - a PIC that the root names, a GPIO controller on a bus, and an open node named "device" */
void irq_board_begin(void);

/** irq_board_controller() - open a node of an interrupt controller. @cells: its #interrupt-cells */
void irq_board_controller(const char *name, u32 phandle, u32 cells);

/** irq_board_add_pic() - add the PIC's driver; irq_board_end() calls it */
struct irq_domain *irq_board_add_pic(void);

/** irq_board_end() - close the board and read it. Return: the node of that path. */
const struct device_node *irq_board_end(const char *path);

/** irq_board_tidy_up() - remove the controllers, and read the tree that the host boots with */
void irq_board_tidy_up(void);

#endif
