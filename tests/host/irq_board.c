// SPDX-License-Identifier: MIT
/* A board with two interrupt controllers, for tests of interrupts in the device tree. */
#include "irq_board.h"
#include "tree.h"

#include <drivers/of.h>
#include <errno.h>
#include <string.h>

static void nothing(struct irq_data *data)
{
	(void)data;
}

unsigned int irq_board_last_type;

static int set_type(struct irq_data *data, unsigned int type)
{
	(void)data;
	irq_board_last_type = type;
	return type == IRQ_TYPE_EDGE_BOTH ? -EINVAL : 0;
}

static const struct irq_chip chip = {
	.name = "test",
	.irq_mask = nothing,
	.irq_unmask = nothing,
	.irq_set_type = set_type,
};

struct irq_domain *pic, *gpio;

void irq_board_controller(const char *name, u32 phandle, u32 cells)
{
	tree_node(name);
	tree_cells("phandle", phandle);
	tree_cells("#interrupt-cells", cells);
	tree_bytes("interrupt-controller", NULL, 0);
}

void irq_board_begin(void)
{
	tree_begin();
	tree_cells("interrupt-parent", PIC);
	irq_board_controller("pic", PIC, 2);
	tree_end_node();
	tree_node("bus");
	irq_board_controller("gpio", GPIO, 2);
	tree_end_node();
	tree_node("device");
}

struct irq_domain *irq_board_add_pic(void)
{
	return irq_domain_add_linear(of_find_node("/pic"), 8, &chip, irq_domain_xlate_twocell,
				     NULL);
}

const struct device_node *irq_board_end(const char *path)
{
	static _Alignas(8) char copy[4096];
	const char *why;
	void *fdt;

	tree_end_node();
	tree_end_node();
	fdt = tree_finish();
	memcpy(copy, fdt, fdt_totalsize(fdt));
	of_unflatten(copy, &why);
	pic = irq_board_add_pic();
	gpio = irq_domain_add_linear(of_find_node("/bus/gpio"), 4, &chip, irq_domain_xlate_twocell,
				     NULL);
	return of_find_node(path);
}

void irq_board_tidy_up(void)
{
	const char *why;

	irq_domain_remove(gpio);
	irq_domain_remove(pic);
	of_unflatten(tree_standard(), &why);
}
