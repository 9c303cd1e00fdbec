// SPDX-License-Identifier: MIT
/* Tests of interrupts that go through a nexus, whose interrupt-map translates them. */
#include "host.h"
#include "irq_board.h"
#include "tree.h"

#include <bootmap/err.h>
#include <drivers/of.h>

#define NEXUS 5

/*
 * Device and nexus as on many boards: the bus hands a line on, by its number and by the address of
 * who pulls it. The open node is the device on that bus.
 */
static void begin_nexus(void)
{
	irq_board_begin();
	tree_end_node();
	tree_node("nexus");
	tree_cells("phandle", NEXUS);
	tree_cells("#address-cells", 2);
	tree_cells("#size-cells", 1);
	tree_cells("#interrupt-cells", 1);
}

static void device_behind(u32 address, u32 line)
{
	tree_node("device");
	tree_cells("reg", 0, address, 0x100);
	tree_cells("interrupts", line, line + 1);
	tree_end_node();
}

TEST(interrupt_maps_are_followed)
{
	const struct device_node *device;

	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0, 7);
	tree_cells("interrupt-map", 0, 0, 1, PIC, 4, IRQ_TYPE_LEVEL_HIGH, 0, 0, 2, GPIO, 2,
		   IRQ_TYPE_EDGE_RISING);
	device_behind(0x1000, 9);
	device = irq_board_end("/bus/nexus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 4));
	EXPECT_EQ(t, irq_board_last_type, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(gpio, 2));
	EXPECT_EQ(t, irq_board_last_type, IRQ_TYPE_EDGE_RISING);
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	irq_board_tidy_up();
}

/* As PCI slots: the same line of two devices leads to two inputs. */
TEST(interrupt_maps_look_at_addresses)
{
	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0xf000, 7);
	tree_cells("interrupt-map", 0, 0x1000, 1, PIC, 4, 4, 0, 0x2000, 1, PIC, 5, 4);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), irq_create_mapping(pic, 5));
	irq_board_tidy_up();

	/* Without a mask every bit counts. */
	begin_nexus();
	tree_cells("interrupt-map", 0, 0x1000, 1, PIC, 4, 4, 0, 0x2010, 1, PIC, 5, 4);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), irq_create_mapping(pic, 5));
	irq_board_tidy_up();
}

/* The parent's addresses have a length of their own; and a map may lead to another map. */
TEST(interrupt_maps_lead_on_to_nexuses)
{
	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0, 7);
	tree_cells("interrupt-map", 0, 0, 1, NEXUS + 1, 0xa, 0xb, 0xc, 0, 0, 2, GPIO, 1, 1);
	tree_node("outer");
	tree_cells("phandle", NEXUS + 1);
	tree_cells("#address-cells", 2);
	tree_cells("#interrupt-cells", 1);
	tree_cells("interrupt-map", 0xa, 0xa, 0xc, PIC, 1, 4, 0xa, 0xb, 0xc, PIC, 6, 4);
	tree_end_node();
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), irq_create_mapping(pic, 6));
	irq_board_tidy_up();
}

TEST(interrupts_extended_may_lead_to_a_nexus)
{
	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0, 7);
	tree_cells("interrupt-map", 0, 0, 3, PIC, 7, 4);
	tree_end_node();
	tree_node("sender");
	tree_cells("interrupts-extended", GPIO, 1, 1, NEXUS, 3);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/sender"), 1), irq_create_mapping(pic, 7));
	irq_board_tidy_up();
}

static const struct {
	const char *sentence;
	u32 map[8];
	unsigned int cells;
} bad_maps[] = {
	{ "no entry of the interrupt-map matches", { 0, 0, 2, PIC, 1, 4 }, 6 },
	{ "no entry of the interrupt-map matches", { 0 }, 0 },
	{ "no entry of the interrupt-map matches", { 0, 0, 1 }, 3 },
	{ "an interrupt-map ends too early", { 0, 0, 1, PIC, 1 }, 5 },
	{ "an interrupt-map names no controller", { 0, 0, 1, NO_PHANDLE, 1, 4 }, 6 },
	{ "interrupt-maps lead in a circle", { 0, 0, 1, NEXUS, 0, 0, 1 }, 7 },
};

TEST(interrupt_maps_that_lead_nowhere_are_refused)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(bad_maps); i++) {
		begin_nexus();
		tree_cells("interrupt-map-mask", 0, 0, 7);
		tree_cells_("interrupt-map", bad_maps[i].map, bad_maps[i].cells);
		device_behind(0x2010, 1);
		EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), -EINVAL);
		EXPECT_WARNING(t, bad_maps[i].sentence);
		irq_board_tidy_up();
	}
}

static void begin_wide_nexus(u32 address_cells)
{
	irq_board_begin();
	tree_end_node();
	tree_node("nexus");
	tree_cells("#address-cells", address_cells);
	tree_cells("#interrupt-cells", 1);
	tree_cells("interrupt-map", 0, 0x2010, 0x100, 0, 0, 1, PIC, 1, 4);
}

TEST(addresses_in_interrupt_maps_may_have_any_length)
{
	begin_wide_nexus(5);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), irq_create_mapping(pic, 1));
	irq_board_tidy_up();

	begin_wide_nexus(0xffffffff);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "no entry of the interrupt-map matches");
	irq_board_tidy_up();
}

/* The size in the sender's reg is no part of its address. A shorter address goes on with zeros. */
TEST(interrupt_maps_look_at_the_address_alone)
{
	begin_nexus();
	tree_cells("interrupt-map", 0x2010, 0, 1, PIC, 5, 4, 0x2010, 0x100, 1, PIC, 4, 4);
	tree_end_node();
	tree_node("narrow");
	tree_cells("#address-cells", 1);
	tree_cells("#size-cells", 1);
	tree_node("device");
	tree_cells("reg", 0x2010, 0x100);
	tree_cells("interrupts-extended", NEXUS, 1);
	tree_end_node();
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/narrow/device"), 0),
		  irq_create_mapping(pic, 5));
	irq_board_tidy_up();
}

#define CHAIN 40

/* As long as the tree has nexuses, as they may be behind PCI bridges. */
TEST(interrupt_maps_may_form_a_long_chain)
{
	begin_nexus();
	tree_cells("interrupt-map", 0, 0x2010, 1, NEXUS + 1, 1);
	for (u32 i = 1; i <= CHAIN; i++) {
		tree_node("link");
		tree_cells("phandle", NEXUS + i);
		tree_cells("#address-cells", 0);
		tree_cells("#interrupt-cells", 1);
		if (i < CHAIN)
			tree_cells("interrupt-map", i, NEXUS + i + 1, i + 1);
		else
			tree_cells("interrupt-map", i, PIC, 6, 4);
		tree_end_node();
	}
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), irq_create_mapping(pic, 6));
	irq_board_tidy_up();
}

TEST(interrupt_maps_in_a_wide_circle_are_refused)
{
	begin_nexus();
	tree_cells("interrupt-map", 0, 0x2010, 1, NEXUS + 1, 1);
	for (u32 i = 1; i <= CHAIN; i++) {
		tree_node("link");
		tree_cells("phandle", NEXUS + i);
		tree_cells("#address-cells", 0);
		tree_cells("#interrupt-cells", 1);
		tree_cells("interrupt-map", 1, NEXUS + 1 + i % CHAIN, 1);
		tree_end_node();
	}
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(irq_board_end("/bus/nexus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "interrupt-maps lead in a circle");
	irq_board_tidy_up();
}
