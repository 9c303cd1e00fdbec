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

/* A device behind two buses that translate, with others between and above them that do not. */
static void part_dma(struct test *t)
{
	const struct device_node *device;
	const char *why;
	u64 address;

	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 1);
	tree_node("rim");
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 1);
	tree_node("outer");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_cells("dma-ranges", 0x1000, 0, 0x80000000, 0x1000, 0x8000, 1, 0, 0x1000);
	tree_node("plain");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_node("inner");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_cells("dma-ranges", 0xc0000000, 0x1800, 0x100, 0xd0000000, 0x8000, 0x100, 0xe0000000,
		   0x9000, 0x100);
	tree_node("device");
	tree_end_node();
	tree_end_node();
	tree_end_node();
	tree_end_node();
	tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	device = of_find_node("/rim/outer/plain/inner/device");
	EXPECT_EQ(t, of_dma_address(device, 0x80000810, &address), 0);
	EXPECT_EQ(t, address, 0xc0000010);
	EXPECT_EQ(t, of_dma_address(device, 0x1000000ff, &address), 0);
	EXPECT_EQ(t, address, 0xd00000ff);
	EXPECT_EQ(t, of_dma_address(device, 0x100000100, &address), -ENXIO);
	EXPECT_EQ(t, of_dma_address(device, 0x800007ff, &address), -ENXIO);
	EXPECT_EQ(t, of_dma_address(of_find_node("/rim/outer"), 0x1234, &address), 0);
	EXPECT_EQ(t, address, 0x1234);
}

TEST(of_dma_addresses_through_two_buses)
{
	host_in_child(t, part_dma);
}

static void part_beyond(struct test *t)
{
	const struct device_node *bus;
	const char *why;

	tree_begin();
	tree_node("bus");
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_cells("ranges", 0, 0, 0xffffffff, 0xffff0000, 0, 0x20000);
	tree_end_node();
	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
	bus = of_find_node("/bus");
	for (phys_addr_t offset = 0; offset < 0x20000; offset += 0x8000) {
		phys_addr_t phys = offset;

		EXPECT_EQ(t, of_translate_address(bus, &phys), offset < 0x10000 ? 0 : -ENXIO);
		EXPECT_TRUE(t, offset >= 0x10000 || phys == 0xffffffffffff0000 + offset);
	}
}

/* The sum would be a low address again, where another device or RAM may be. */
TEST(of_ranges_do_not_lead_behind_the_last_address)
{
	host_in_child(t, part_beyond);
}
