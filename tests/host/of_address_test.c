// SPDX-License-Identifier: MIT
/* Tests of the ranges of buses, with different cell counts on both sides. */
#include "host.h"
#include "tree.h"

#include <drivers/of.h>
#include <errno.h>

static void part_ranges(struct test *t)
{
	struct of_range range;
	const struct device_node *bus;
	phys_addr_t phys = 0x1010;
	const char *why;

	tree_begin();
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_node("outer");
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 1);
	tree_cells("ranges", 0, 0x1000, 0x80000000, 0x1000);
	tree_node("pci");
	tree_cells("#address-cells", 3);
	tree_cells("#size-cells", 2);
	tree_cells("ranges", 0x1000000, 0, 0x10, 0, 0x1010, 0, 0x100, 0x2000000, 1, 2, 3, 4, 5, 6);
	tree_end_node();
	tree_node("odd");
	tree_cells("#address-cells", 4);
	tree_cells("ranges", 0, 0, 0, 0, 0, 0, 0);
	tree_end_node();
	tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	bus = of_find_node("/outer/pci");
	EXPECT_EQ(t, of_get_range(bus, 0, &range), 0);
	EXPECT_TRUE(t, range.space == 0x1000000 && range.child == 0x10 && range.parent == 0x1010 &&
			       range.size == 0x100);
	EXPECT_EQ(t, of_get_range(bus, 1, &range), 0);
	EXPECT_EQ(t, range.child, 0x100000002);
	EXPECT_EQ(t, range.parent, 0x300000004);
	EXPECT_EQ(t, range.size, 0x500000006);
	EXPECT_EQ(t, of_get_range(bus, 2, &range), -ENOENT);
	EXPECT_EQ(t, of_get_range(of_find_node("/outer/odd"), 0, &range), -EINVAL);
	EXPECT_EQ(t, of_get_range(of_find_node("/"), 0, &range), -ENXIO);
	EXPECT_EQ(t, of_translate_address(bus->parent, &phys), 0);
	EXPECT_EQ(t, phys, 0x80000010);
	EXPECT_EQ(t, of_translate_address(of_find_node("/"), &phys), 0);
	EXPECT_EQ(t, phys, 0x80000010);
	EXPECT_EQ(t, of_translate_address(bus->parent, &phys), -ENXIO);
}

TEST(of_ranges_by_the_cells_of_both_sides)
{
	host_in_child(t, part_ranges);
}
