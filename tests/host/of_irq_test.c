// SPDX-License-Identifier: MIT
/* Tests of interrupts in the device tree, correct and wrong ones. */
#include "host.h"
#include "irq_board.h"
#include "tree.h"

#include <bootmap/err.h>
#include <drivers/of.h>

TEST(interrupts_go_to_the_nearest_interrupt_parent)
{
	const struct device_node *device;

	irq_board_begin();
	tree_cells("interrupts", 3, IRQ_TYPE_LEVEL_HIGH, 5, IRQ_TYPE_EDGE_RISING);
	device = irq_board_end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 3));
	EXPECT_EQ(t, irq_board_last_type, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(pic, 5));
	EXPECT_EQ(t, irq_board_last_type, IRQ_TYPE_EDGE_RISING);
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	EXPECT_EQ(t, of_irq_get(of_find_node("/bus"), 0), -ENXIO);
	irq_board_tidy_up();
}

TEST(a_device_may_name_its_interrupt_parent)
{
	irq_board_begin();
	tree_cells("interrupt-parent", GPIO);
	tree_cells("interrupts", 3, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device"), 0), irq_create_mapping(gpio, 3));
	irq_board_tidy_up();
}

TEST(interrupts_extended_may_go_to_several_controllers)
{
	const struct device_node *device;

	irq_board_begin();
	tree_cells("interrupts", 1, 1);
	tree_cells("interrupts-extended", GPIO, 2, 1, PIC, 7, 4);
	device = irq_board_end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(gpio, 2));
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(pic, 7));
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	irq_board_tidy_up();
}

TEST(a_controller_without_driver_is_worth_waiting_for)
{
	const struct device_node *device;
	struct irq_domain *absent;

	irq_board_begin();
	tree_cells("interrupts", 3, 4);
	device = irq_board_end("/bus/device");
	absent = pic;
	irq_domain_remove(absent);
	EXPECT_EQ(t, of_irq_get(device, 0), -EPROBE_DEFER);
	pic = irq_board_add_pic();
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 3));
	irq_board_tidy_up();
}

TEST(interrupt_parents_in_a_circle_are_refused)
{
	irq_board_begin();
	tree_cells("phandle", 9);
	tree_cells("interrupt-parent", 9);
	tree_cells("interrupts", 3, 4);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "device: its interrupt is invalid: no controller");
	irq_board_tidy_up();
}

TEST(interrupt_parents_that_are_none_are_refused)
{
	irq_board_begin();
	tree_cells("interrupt-parent", NO_PHANDLE);
	tree_cells("interrupts", 3, 4);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "no controller with a usable #interrupt-cells");
	irq_board_tidy_up();

	irq_board_begin();
	tree_cells("phandle", 9);
	tree_cells("#interrupt-cells", 2);
	tree_node("child");
	tree_cells("interrupts-extended", 9, 1, 1);
	tree_end_node();
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device/child"), 0), -EINVAL);
	EXPECT_WARNING(t, "its interrupt-parent is no interrupt-controller");
	irq_board_tidy_up();
}

TEST(specifiers_of_no_or_endless_length_are_refused)
{
	static const struct {
		u32 length;
		const char *sentence;
	} odd[] = {
		{ 0, "no controller with a usable #interrupt-cells" },
		{ 5, "no driver decodes so many cells" },
		{ 7, "it ends too early" },
		{ 0x80000000, "it ends too early" },
		{ 0xffffffff, "it ends too early" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(odd); i++) {
		for (unsigned int index = 0; index < 3; index += 2) {
			int err;

			irq_board_begin();
			tree_node("odd");
			irq_board_controller("odd", 9, odd[i].length);
			tree_cells(index ? "interrupts" : "interrupts-extended", 9, 1, 1, 1, 1, 1);
			tree_cells("interrupt-parent", 9);
			tree_end_node();
			tree_end_node();
			err = of_irq_get(irq_board_end("/bus/device/odd/odd"), 0);
			EXPECT_EQ(t, err, -EINVAL);
			EXPECT_WARNING(t, odd[i].sentence);
			irq_board_tidy_up();
		}
	}
}

/* 2 * 0x80000000 has no room in 32 bits, and must not lead back to the first cell. */
TEST(interrupts_behind_the_last_are_none_whatever_their_length)
{
	irq_board_begin();
	tree_node("odd");
	irq_board_controller("odd", 9, 0x80000000);
	tree_cells("interrupts", 1, 1, 1);
	tree_cells("interrupt-parent", 9);
	tree_end_node();
	tree_end_node();
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device/odd/odd"), 2), -ENXIO);
	irq_board_tidy_up();
}

TEST(specifiers_that_end_too_early_are_refused)
{
	irq_board_begin();
	tree_cells("interrupts", 3);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "it ends too early");
	irq_board_tidy_up();

	irq_board_begin();
	tree_cells("interrupts-extended", PIC, 3);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "it ends too early");
	irq_board_tidy_up();
}

TEST(inputs_and_triggers_that_the_controller_lacks_are_refused)
{
	const struct device_node *device;

	irq_board_begin();
	tree_cells("interrupts", 8, 4, 1, IRQ_TYPE_EDGE_BOTH);
	device = irq_board_end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), -EINVAL);
	EXPECT_WARNING(t, "no such input or trigger");
	EXPECT_EQ(t, of_irq_get(device, 1), -EINVAL);
	EXPECT_WARNING(t, "no such input or trigger");
	irq_board_tidy_up();
}

TEST(strings_are_found_in_lists)
{
	const struct device_node *device;

	irq_board_begin();
	tree_bytes("interrupt-names", "phys\0virt\0open", 14);
	device = irq_board_end("/bus/device");
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "phys"), 0);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "virt"), 1);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "vir"), -ENODATA);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "open"), -ENODATA);
	EXPECT_EQ(t, of_match_string(device, "reg-names", "virt"), -EINVAL);
	irq_board_tidy_up();
}
