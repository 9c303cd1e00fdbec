// SPDX-License-Identifier: MIT
#include "pl061_board.h"

#include "fake_pl061.h"
#include "tree.h"

#include <bootmap/compiler.h>
#include <drivers/gpio.h>
#include <drivers/of.h>

#define PARENT 7 /* phandle of the controller that the PL061 interrupts */
#define NODE   (of_find_node("/gpio@0"))

struct pl061_board board;

struct platform_device *board_pl061(void)
{
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)) && pdev->dev.of_node != NODE)
		;
	return pdev;
}

int board_line_to_irq(u32 line, u32 type)
{
	const u32 specifier[] = { line, type };

	return irq_create_of_mapping(NODE, specifier, ARRAY_SIZE(specifier));
}

static void parent_mask(struct irq_data *data __attribute__((unused)))
{
	board.unmasked = false;
	board.lines_known_when_masked = board_line_to_irq(0, IRQ_TYPE_NONE) > 0;
}

static void parent_unmask(struct irq_data *data __attribute__((unused)))
{
	board.unmasked = true;
	board.enabled_when_unmasked = fake_pl061_register(FAKE_GPIOIE);
}

static const struct irq_chip parent_chip = {
	.name = "parent",
	.irq_mask = parent_mask,
	.irq_unmask = parent_unmask,
};

void board_add_parent(void)
{
	board.parent = irq_domain_add_linear(of_find_node("/intc"), 8, &parent_chip,
					     irq_domain_xlate_twocell, NULL);
}

void board_begin(struct test *t, bool has_interrupt)
{
	phys_addr_t phys = fake_pl061_phys();
	const char *why;

	fake_pl061_reset();
	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_node("intc");
	tree_cells("phandle", PARENT);
	tree_bytes("interrupt-controller", "", 0);
	tree_cells("#interrupt-cells", 2);
	tree_end_node();
	tree_node("gpio@0");
	tree_string("compatible", "arm,pl061");
	tree_cells("reg", phys >> 32, (u32)phys, 0, 0x1000);
	if (has_interrupt) {
		tree_cells("interrupt-parent", PARENT);
		tree_cells("interrupts", INPUT, IRQ_TYPE_LEVEL_HIGH);
	}
	tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	of_platform_populate();
}

bool board_bound(struct test *t)
{
	board_begin(t, true);
	board_add_parent();
	EXPECT_EQ(t, platform_probe_devices(), 0);
	EXPECT_EQ(t, board_pl061()->dev.state, DEVICE_BOUND);
	EXPECT_TRUE(t, board.unmasked);
	EXPECT_NE(t, gpio_to_desc(0), NULL);
	return !t->failed;
}
