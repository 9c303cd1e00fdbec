// SPDX-License-Identifier: MIT
/* Tests of interrupts in the device tree, correct and wrong ones. */
#include "host.h"
#include "tree.h"

#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <drivers/of.h>
#include <string.h>

#define PIC	   1
#define GPIO	   2
#define NO_PHANDLE 77

static void nothing(struct irq_data *data)
{
	(void)data;
}

static unsigned int last_type;

static int set_type(struct irq_data *data, unsigned int type)
{
	(void)data;
	last_type = type;
	return type == IRQ_TYPE_EDGE_BOTH ? -EINVAL : 0;
}

static const struct irq_chip chip = {
	.name = "test",
	.irq_mask = nothing,
	.irq_unmask = nothing,
	.irq_set_type = set_type,
};

static struct irq_domain *pic, *gpio;

static void controller(const char *name, u32 phandle, u32 cells)
{
	tree_node(name);
	tree_cells("phandle", phandle);
	tree_cells("#interrupt-cells", cells);
	tree_bytes("interrupt-controller", NULL, 0);
}

/* A PIC that the root names, a GPIO controller on a bus, and an open node named "device". */
static void begin(void)
{
	tree_begin();
	tree_cells("interrupt-parent", PIC);
	controller("pic", PIC, 2);
	tree_end_node();
	tree_node("bus");
	controller("gpio", GPIO, 2);
	tree_end_node();
	tree_node("device");
}

static const struct device_node *end(const char *path)
{
	static _Alignas(8) char copy[4096];
	const char *why;
	void *fdt;

	tree_end_node();
	tree_end_node();
	fdt = tree_finish();
	memcpy(copy, fdt, fdt_totalsize(fdt));
	of_unflatten(copy, &why);
	pic = irq_domain_add_linear(of_find_node("/pic"), 8, &chip, irq_domain_xlate_twocell, NULL);
	gpio = irq_domain_add_linear(of_find_node("/bus/gpio"), 4, &chip, irq_domain_xlate_twocell,
				     NULL);
	return of_find_node(path);
}

static void tidy_up(void)
{
	const char *why;

	irq_domain_remove(gpio);
	irq_domain_remove(pic);
	of_unflatten(tree_standard(), &why);
}

TEST(interrupts_go_to_the_nearest_interrupt_parent)
{
	const struct device_node *device;

	begin();
	tree_cells("interrupts", 3, IRQ_TYPE_LEVEL_HIGH, 5, IRQ_TYPE_EDGE_RISING);
	device = end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 3));
	EXPECT_EQ(t, last_type, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(pic, 5));
	EXPECT_EQ(t, last_type, IRQ_TYPE_EDGE_RISING);
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	EXPECT_EQ(t, of_irq_get(of_find_node("/bus"), 0), -ENXIO);
	tidy_up();
}

TEST(a_device_may_name_its_interrupt_parent)
{
	begin();
	tree_cells("interrupt-parent", GPIO);
	tree_cells("interrupts", 3, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(end("/bus/device"), 0), irq_create_mapping(gpio, 3));
	tidy_up();
}

TEST(interrupts_extended_may_go_to_several_controllers)
{
	const struct device_node *device;

	begin();
	tree_cells("interrupts", 1, 1);
	tree_cells("interrupts-extended", GPIO, 2, 1, PIC, 7, 4);
	device = end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(gpio, 2));
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(pic, 7));
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	tidy_up();
}

TEST(a_controller_without_driver_is_worth_waiting_for)
{
	const struct device_node *device;
	struct irq_domain *absent;

	begin();
	tree_cells("interrupts", 3, 4);
	device = end("/bus/device");
	absent = pic;
	irq_domain_remove(absent);
	EXPECT_EQ(t, of_irq_get(device, 0), -EPROBE_DEFER);
	pic = irq_domain_add_linear(of_find_node("/pic"), 8, &chip, irq_domain_xlate_twocell, NULL);
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 3));
	tidy_up();
}

TEST(interrupt_parents_in_a_circle_are_refused)
{
	begin();
	tree_cells("phandle", 9);
	tree_cells("interrupt-parent", 9);
	tree_cells("interrupts", 3, 4);
	EXPECT_EQ(t, of_irq_get(end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "device: its interrupt is invalid: no controller");
	tidy_up();
}

TEST(interrupt_parents_that_are_none_are_refused)
{
	begin();
	tree_cells("interrupt-parent", NO_PHANDLE);
	tree_cells("interrupts", 3, 4);
	EXPECT_EQ(t, of_irq_get(end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "no controller with a usable #interrupt-cells");
	tidy_up();

	begin();
	tree_cells("phandle", 9);
	tree_cells("#interrupt-cells", 2);
	tree_node("child");
	tree_cells("interrupts-extended", 9, 1, 1);
	tree_end_node();
	EXPECT_EQ(t, of_irq_get(end("/bus/device/child"), 0), -EINVAL);
	EXPECT_WARNING(t, "its interrupt-parent is no interrupt-controller");
	tidy_up();
}

TEST(specifiers_of_no_or_endless_length_are_refused)
{
	static const u32 lengths[] = { 0, 5, 0xffffffff };

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		begin();
		tree_node("odd");
		controller("odd", 9, lengths[i]);
		tree_cells("interrupts-extended", 9, 1, 1);
		tree_end_node();
		tree_end_node();
		EXPECT_EQ(t, of_irq_get(end("/bus/device/odd/odd"), 0), -EINVAL);
		EXPECT_WARNING(t, "no controller with a usable #interrupt-cells");
		tidy_up();
	}
}

TEST(specifiers_that_end_too_early_are_refused)
{
	begin();
	tree_cells("interrupts", 3);
	EXPECT_EQ(t, of_irq_get(end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "it ends too early");
	tidy_up();

	begin();
	tree_cells("interrupts-extended", PIC, 3);
	EXPECT_EQ(t, of_irq_get(end("/bus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "it ends too early");
	tidy_up();
}

TEST(inputs_and_triggers_that_the_controller_lacks_are_refused)
{
	const struct device_node *device;

	begin();
	tree_cells("interrupts", 8, 4, 1, IRQ_TYPE_EDGE_BOTH);
	device = end("/bus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), -EINVAL);
	EXPECT_WARNING(t, "no such input or trigger");
	EXPECT_EQ(t, of_irq_get(device, 1), -EINVAL);
	EXPECT_WARNING(t, "no such input or trigger");
	tidy_up();
}

#define NEXUS 5

/*
 * Device and nexus as on many boards: the bus hands a line on, by its number and by the address of
 * who pulls it. The open node is the device on that bus.
 */
static void begin_nexus(void)
{
	begin();
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
	device = end("/bus/nexus/device");
	EXPECT_EQ(t, of_irq_get(device, 0), irq_create_mapping(pic, 4));
	EXPECT_EQ(t, last_type, IRQ_TYPE_LEVEL_HIGH);
	EXPECT_EQ(t, of_irq_get(device, 1), irq_create_mapping(gpio, 2));
	EXPECT_EQ(t, last_type, IRQ_TYPE_EDGE_RISING);
	EXPECT_EQ(t, of_irq_get(device, 2), -ENXIO);
	tidy_up();
}

/* As PCI slots: the same line of two devices leads to two inputs. */
TEST(interrupt_maps_look_at_addresses)
{
	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0xf000, 7);
	tree_cells("interrupt-map", 0, 0x1000, 1, PIC, 4, 4, 0, 0x2000, 1, PIC, 5, 4);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(end("/bus/nexus/device"), 0), irq_create_mapping(pic, 5));
	tidy_up();

	/* Without a mask every bit counts. */
	begin_nexus();
	tree_cells("interrupt-map", 0, 0x1000, 1, PIC, 4, 4, 0, 0x2010, 1, PIC, 5, 4);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(end("/bus/nexus/device"), 0), irq_create_mapping(pic, 5));
	tidy_up();
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
	EXPECT_EQ(t, of_irq_get(end("/bus/nexus/device"), 0), irq_create_mapping(pic, 6));
	tidy_up();
}

TEST(interrupts_extended_may_lead_to_a_nexus)
{
	begin_nexus();
	tree_cells("interrupt-map-mask", 0, 0, 7);
	tree_cells("interrupt-map", 0, 0, 3, PIC, 7, 4);
	tree_end_node();
	tree_node("sender");
	tree_cells("interrupts-extended", GPIO, 1, 1, NEXUS, 3);
	EXPECT_EQ(t, of_irq_get(end("/bus/sender"), 1), irq_create_mapping(pic, 7));
	tidy_up();
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
		EXPECT_EQ(t, of_irq_get(end("/bus/nexus/device"), 0), -EINVAL);
		EXPECT_WARNING(t, bad_maps[i].sentence);
		tidy_up();
	}
	begin();
	tree_end_node();
	tree_node("nexus");
	tree_cells("#address-cells", 5);
	tree_cells("#interrupt-cells", 1);
	tree_cells("interrupt-map", 0, 0, 0, 0, 0, 1, PIC, 1, 4);
	device_behind(0x2010, 1);
	EXPECT_EQ(t, of_irq_get(end("/bus/nexus/device"), 0), -EINVAL);
	EXPECT_WARNING(t, "whose addresses are too long");
	tidy_up();
}

TEST(strings_are_found_in_lists)
{
	const struct device_node *device;

	begin();
	tree_bytes("interrupt-names", "phys\0virt\0open", 14);
	device = end("/bus/device");
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "phys"), 0);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "virt"), 1);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "vir"), -ENODATA);
	EXPECT_EQ(t, of_match_string(device, "interrupt-names", "open"), -ENODATA);
	EXPECT_EQ(t, of_match_string(device, "reg-names", "virt"), -EINVAL);
	tidy_up();
}
