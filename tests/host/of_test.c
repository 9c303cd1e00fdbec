// SPDX-License-Identifier: MIT
/* Tests of device tree look-ups and address translation. Damaged trees are in of_damage_test.c. */
#include "../unit/support.h"
#include "tree.h"

#include <drivers/of.h>
#include <errno.h>
#include <string.h>

/* Finish the tree and read it. */
static void unflatten(struct test *t)
{
	const char *why;

	EXPECT_EQ(t, of_unflatten(tree_finish(), &why), 0);
}

static bool is(const struct device_node *node, const char *name)
{
	return node && !strcmp(node->name, name);
}

/* Two buses, two UARTs, one switched off, and aliases to them. */
static void board(struct test *t)
{
	tree_begin();
	tree_node("aliases");
	tree_string("serial0", "/soc/serial@9000000");
	tree_string("relative", "soc");
	tree_bytes("unterminated", "/soc", 4);
	tree_end_node();
	tree_node("soc");
	tree_node("serial@9000000");
	tree_bytes("compatible", "arm,pl011\0arm,primecell", 24);
	tree_string("status", "disabled");
	tree_end_node();
	tree_node("serial@9001000");
	tree_bytes("compatible", "arm,pl011\0arm,primecell", 24);
	tree_string("status", "okay");
	tree_end_node();
	tree_node("serial-extra");
	tree_end_node();
	tree_end_node();
	tree_node("memory@40000000");
	tree_string("device_type", "memory");
	tree_end_node();
	unflatten(t);
}

TEST(of_find_node_by_path)
{
	board(t);
	EXPECT_EQ(t, of_node_count(), 7);
	EXPECT_TRUE(t, is(of_find_node("/"), ""));
	EXPECT_TRUE(t, is(of_find_node("/soc/serial@9001000"), "serial@9001000"));
	EXPECT_TRUE(t, is(of_find_node("//soc//serial@9001000/"), "serial@9001000"));
	EXPECT_TRUE(t, is(of_find_node("/memory"), "memory@40000000"));
	EXPECT_TRUE(t, is(of_find_node("/soc/serial"), "serial@9000000"));
	EXPECT_TRUE(t, is(of_find_node("/soc/serial-extra"), "serial-extra"));
	EXPECT_TRUE(t, !of_find_node("/soc/serial@9"));
	EXPECT_TRUE(t, !of_find_node("/serial@9001000"));
	EXPECT_TRUE(t, !of_find_node("/soc/serial@9001000/child"));
}

TEST(of_find_node_by_alias)
{
	board(t);
	EXPECT_TRUE(t, is(of_find_node("serial0"), "serial@9000000"));
	EXPECT_TRUE(t, !of_find_node("serial1"));
	EXPECT_TRUE(t, !of_find_node("relative"));
	EXPECT_TRUE(t, !of_find_node("unterminated"));
	EXPECT_TRUE(t, !of_find_node(""));
	EXPECT_TRUE(t, !of_find_node("an-alias-that-is-longer-than-any-alias-may-be"));
}

TEST(of_find_node_stops_at_options)
{
	board(t);
	EXPECT_TRUE(t, is(of_find_node("serial0:115200n8"), "serial@9000000"));
	EXPECT_TRUE(t, is(of_find_node("/soc/serial@9001000:9600"), "serial@9001000"));
	EXPECT_TRUE(t, is(of_find_node("/:x"), ""));
	EXPECT_TRUE(t, !of_find_node(":115200"));
}

TEST(of_find_node_without_aliases)
{
	tree_begin();
	unflatten(t);
	EXPECT_EQ(t, of_node_count(), 1);
	EXPECT_TRUE(t, !of_find_node("serial0"));
}

TEST(of_find_compatible_passes_over_what_is_not_okay)
{
	const struct device_node *uart;

	board(t);
	uart = of_find_compatible(NULL, "arm,primecell");
	EXPECT_TRUE(t, is(uart, "serial@9001000"));
	EXPECT_TRUE(t, !of_find_compatible(uart, "arm,primecell"));
	EXPECT_TRUE(t, !of_find_compatible(NULL, "arm"));
	EXPECT_TRUE(t, of_is_compatible(of_find_node("serial0"), "arm,pl011"));
}

TEST(of_find_type_by_device_type)
{
	const struct device_node *memory;

	board(t);
	memory = of_find_type(NULL, "memory");
	EXPECT_TRUE(t, is(memory, "memory@40000000"));
	EXPECT_TRUE(t, !of_find_type(memory, "memory"));
	EXPECT_TRUE(t, !of_find_type(NULL, "cpu"));
}

TEST(of_get_string_wants_an_end)
{
	const struct device_node *root;
	int len;

	tree_begin();
	tree_bytes("open", "abc", 3);
	tree_bytes("empty", "", 0);
	tree_string("closed", "abc");
	unflatten(t);
	root = of_find_node("/");
	EXPECT_TRUE(t, !of_get_string(root, "open"));
	EXPECT_TRUE(t, !of_get_string(root, "empty"));
	EXPECT_TRUE(t, !of_get_string(root, "absent"));
	EXPECT_EQ(t, strcmp(of_get_string(root, "closed"), "abc"), 0);
	EXPECT_TRUE(t, of_get_property(root, "empty", &len) && !len);
}

/* A device on a bus on a bus; what the buses say is up to the test. */
static int address_behind(struct test *t, const u32 *inner, unsigned int inner_count,
			  const u32 *outer, unsigned int outer_count, phys_addr_t *phys)
{
	tree_begin();
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 2);
	tree_node("outer");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	if (outer)
		tree_cells_("ranges", outer, outer_count);
	tree_node("inner");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	if (inner)
		tree_cells_("ranges", inner, inner_count);
	tree_node("device@100");
	tree_cells("reg", 0x100, 0x40);
	tree_end_node();
	tree_end_node();
	tree_end_node();
	unflatten(t);
	return of_get_address(of_find_node("/outer/inner/device"), 0, phys, NULL);
}

TEST(of_get_address_translates_bus_by_bus)
{
	const u32 inner[] = { 0, 0x1000, 0x200 };
	const u32 outer[] = { 0, 1, 0, 0x800, 0x1000, 8, 0x2000, 0x1000 };
	phys_addr_t phys;

	EXPECT_EQ(t, address_behind(t, inner, 3, outer, 8, &phys), 0);
	EXPECT_EQ(t, phys, 0x800002100);
	EXPECT_EQ(t, address_behind(t, inner, 0, outer, 8, &phys), 0);
	EXPECT_EQ(t, phys, 0x100000100);
}

TEST(of_get_address_outside_every_range)
{
	const u32 inner[] = { 0, 0x1000, 0x100 };
	const u32 all[] = { 0, 0, 0, 0x10000 };
	const u32 behind[] = { 0x101, 0, 0, 0x1000 };
	phys_addr_t phys;

	EXPECT_EQ(t, address_behind(t, inner, 0, all, 4, &phys), 0);
	EXPECT_EQ(t, address_behind(t, inner, 3, all, 4, &phys), (u64)-ENXIO);
	EXPECT_EQ(t, address_behind(t, NULL, 0, all, 4, &phys), (u64)-ENXIO);
	EXPECT_EQ(t, address_behind(t, inner, 0, behind, 4, &phys), (u64)-ENXIO);
	EXPECT_EQ(t, address_behind(t, inner, 0, all, 3, &phys), (u64)-ENXIO);
}

/* One device below the root, with the cell counts that the test wants. */
static const struct device_node *device(struct test *t, u32 address_cells, u32 size_cells)
{
	tree_begin();
	tree_cells("#address-cells", address_cells);
	tree_cells("#size-cells", size_cells);
	tree_node("device");
	tree_cells("reg", 1, 2, 3, 4, 5, 6, 7);
	tree_end_node();
	unflatten(t);
	return of_find_node("/device");
}

TEST(of_get_address_by_index)
{
	const struct device_node *node = device(t, 2, 1);
	phys_addr_t phys;
	u64 size;

	EXPECT_EQ(t, of_get_address(node, 1, &phys, &size), 0);
	EXPECT_EQ(t, phys, 0x400000005);
	EXPECT_EQ(t, size, 6);
	EXPECT_EQ(t, of_get_address(node, 2, &phys, &size), (u64)-ENOENT);
	EXPECT_EQ(t, of_get_address(of_find_node("/"), 0, &phys, &size), (u64)-EINVAL);
}

/* The offset of such an entry wraps in 32 bits. */
TEST(of_get_address_with_a_huge_index)
{
	const struct device_node *node = device(t, 2, 2);
	phys_addr_t phys;

	EXPECT_EQ(t, of_get_address(node, 0xffffffff, &phys, NULL), (u64)-ENOENT);
	EXPECT_EQ(t, of_get_address(node, 0x40000000, &phys, NULL), (u64)-ENOENT);
}

TEST(of_get_address_with_absurd_cells)
{
	phys_addr_t phys;
	u64 size = 1;

	EXPECT_EQ(t, of_get_address(device(t, 0, 1), 0, &phys, &size), (u64)-EINVAL);
	EXPECT_EQ(t, of_get_address(device(t, 3, 1), 0, &phys, &size), (u64)-EINVAL);
	EXPECT_EQ(t, of_get_address(device(t, 1, 3), 0, &phys, &size), (u64)-EINVAL);
	EXPECT_EQ(t, of_get_address(device(t, 0xffffffff, 2), 0, &phys, &size), (u64)-EINVAL);
	EXPECT_EQ(t, of_get_address(device(t, 1, 0), 6, &phys, &size), 0);
	EXPECT_EQ(t, phys, 7);
	EXPECT_EQ(t, size, 0);
}

/* As PCI has it: such a bus is for its own driver to translate. */
TEST(of_get_address_below_a_bus_with_three_cells)
{
	phys_addr_t phys;

	tree_begin();
	tree_node("pci");
	tree_cells("#address-cells", 3);
	tree_cells("#size-cells", 1);
	tree_cells("ranges", 0, 0, 0, 0, 0, 0x10000);
	tree_node("bus");
	tree_cells("#address-cells", 1);
	tree_bytes("ranges", "", 0);
	tree_node("device");
	tree_cells("reg", 0x100, 0x40);
	tree_end_node();
	tree_end_node();
	tree_end_node();
	unflatten(t);
	EXPECT_EQ(t, of_get_address(of_find_node("/pci/bus/device"), 0, &phys, NULL), (u64)-EINVAL);
}
