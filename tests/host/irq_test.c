// SPDX-License-Identifier: MIT
/* Tests of kernel/irq.c, with a fake controller that records the calls. */
#include "host.h"

#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/platform_device.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define INPUTS 16

static char diary[256];

static void write_diary(const char *what, unsigned int number)
{
	size_t length = strlen(diary);

	snprintf(diary + length, sizeof(diary) - length, "%s%u ", what, number);
}

static void expect_diary(struct test *t, int line, const char *expected)
{
	if (strcmp(diary, expected)) {
		pr_info("# line %d: \"%s\" instead of \"%s\"", line, diary, expected);
		t->failed = true;
	}
	diary[0] = '\0';
}
#define EXPECT_DIARY(t, expected) expect_diary(t, __LINE__, expected)

static void mask(struct irq_data *data)
{
	write_diary("mask", data->hwirq);
}

static void unmask(struct irq_data *data)
{
	write_diary("unmask", data->hwirq);
}

static void ack(struct irq_data *data)
{
	write_diary("ack", data->hwirq);
}

static void eoi(struct irq_data *data)
{
	write_diary("eoi", data->hwirq);
}

static int set_type(struct irq_data *data, unsigned int type)
{
	write_diary("type", data->hwirq * 10 + type);
	return type == IRQ_TYPE_LEVEL_LOW ? -EINVAL : 0;
}

static const struct irq_chip full_chip = { "full", mask, unmask, ack, eoi, set_type };
static const struct irq_chip small_chip = { .name = "small",
					    .irq_mask = mask,
					    .irq_unmask = unmask };

static struct irq_domain *domain;
static irqreturn_t answer;
static int device;

static irqreturn_t handler(unsigned int irq, void *dev)
{
	(void)irq;
	write_diary("handler", dev == &device);
	return answer;
}

static int begin(const struct irq_chip *chip)
{
	diary[0] = '\0';
	answer = IRQ_HANDLED;
	domain = irq_domain_add_linear(NULL, INPUTS, chip, irq_domain_xlate_twocell, NULL);
	return irq_create_mapping(domain, 5);
}

TEST(an_interrupt_is_acknowledged_handled_and_ended)
{
	int irq = begin(&full_chip);

	EXPECT_EQ(t, request_irq(irq, handler, "test", &device), 0);
	EXPECT_DIARY(t, "unmask5 ");
	generic_handle_domain_irq(domain, 5);
	EXPECT_DIARY(t, "ack5 handler1 eoi5 ");
	EXPECT_EQ(t, irq_count(irq), 1);
	free_irq(irq, &device);
	EXPECT_DIARY(t, "mask5 ");
	irq_domain_remove(domain);
}

TEST(a_chip_may_lack_what_is_optional)
{
	int irq = begin(&small_chip);

	request_irq(irq, handler, "test", &device);
	generic_handle_domain_irq(domain, 5);
	free_irq(irq, &device);
	EXPECT_DIARY(t, "unmask5 handler1 mask5 ");
	irq_domain_remove(domain);
}

TEST(an_interrupt_has_one_owner)
{
	int irq = begin(&full_chip);

	EXPECT_EQ(t, request_irq(irq, NULL, "none", &device), -EINVAL);
	EXPECT_EQ(t, request_irq(irq, handler, "first", &device), 0);
	EXPECT_EQ(t, request_irq(irq, handler, "second", &device), -EBUSY);
	EXPECT_WARNING(t, "second requests it, but first uses it");
	free_irq(irq, &domain);
	EXPECT_WARNING(t, "refused");
	free_irq(irq, &device);
	free_irq(irq, &device);
	EXPECT_WARNING(t, "refused");
	EXPECT_DIARY(t, "unmask5 mask5 ");
	irq_domain_remove(domain);
}

TEST(irqs_that_do_not_exist_are_refused)
{
	EXPECT_EQ(t, request_irq(0, handler, "test", &device), -EINVAL);
	EXPECT_EQ(t, request_irq(NR_IRQS, handler, "test", &device), -EINVAL);
	EXPECT_EQ(t, request_irq(NR_IRQS - 1, handler, "test", &device), -EINVAL);
	free_irq(0, &device);
	EXPECT_WARNING(t, "refused");
}

TEST(an_interrupt_that_nobody_requested_is_masked)
{
	int irq = begin(&full_chip);

	(void)irq;
	generic_handle_domain_irq(domain, 7);
	EXPECT_WARNING(t, "nobody requested it: masked");
	EXPECT_DIARY(t, "ack7 mask7 eoi7 ");
	generic_handle_domain_irq(domain, INPUTS);
	EXPECT_WARNING(t, "from input 16, which does not exist");
	irq_domain_remove(domain);
}

TEST(an_interrupt_that_is_denied_for_ever_is_masked_once)
{
	int irq = begin(&small_chip);

	request_irq(irq, handler, "test", &device);
	answer = IRQ_NONE;
	for (int i = 0; i < 999; i++, diary[0] = '\0')
		generic_handle_domain_irq(domain, 5);
	answer = IRQ_HANDLED; /* once in a while it was its own: no reason to mask */
	generic_handle_domain_irq(domain, 5);
	answer = IRQ_NONE;
	for (int i = 0; i < 999; i++, diary[0] = '\0')
		generic_handle_domain_irq(domain, 5);
	generic_handle_domain_irq(domain, 5);
	EXPECT_WARNING(t, "its handler does not accept it: masked");
	EXPECT_DIARY(t, "handler1 mask5 ");
	free_irq(irq, &device);
	irq_domain_remove(domain);
}

TEST(an_input_has_one_number_until_its_controller_goes)
{
	int irq = begin(&small_chip);

	EXPECT_EQ(t, irq_create_mapping(domain, 5), irq);
	EXPECT_NE(t, irq_create_mapping(domain, 6), irq);
	EXPECT_EQ(t, irq_create_mapping(domain, INPUTS), -EINVAL);
	irq_domain_remove(domain);
	EXPECT_EQ(t, request_irq(irq, handler, "test", &device), -EINVAL);
	EXPECT_EQ(t, begin(&small_chip), irq);
	irq_domain_remove(domain);
}

TEST(numbers_run_out)
{
	struct irq_domain *big =
		irq_domain_add_linear(NULL, NR_IRQS, &small_chip, irq_domain_xlate_twocell, NULL);
	unsigned int mapped = 0;

	while (irq_create_mapping(big, mapped) > 0)
		mapped++;
	EXPECT_LT(t, mapped, NR_IRQS);
	EXPECT_EQ(t, irq_create_mapping(big, mapped), -ENOSPC);
	EXPECT_EQ(t, irq_create_mapping(big, 0), irq_create_mapping(big, 0));
	irq_domain_remove(big);
}

static struct irq_domain *inner;

static irqreturn_t look_into_inner(unsigned int irq, void *dev)
{
	(void)irq;
	(void)dev;
	generic_handle_domain_irq(inner, 2);
	generic_handle_domain_irq(inner, 3);
	return IRQ_HANDLED;
}

TEST(a_controller_behind_a_controller)
{
	int outer_irq = begin(&full_chip), two, three;

	inner = irq_domain_add_linear(NULL, 8, &full_chip, irq_domain_xlate_twocell, NULL);
	two = irq_create_mapping(inner, 2);
	three = irq_create_mapping(inner, 3);
	request_irq(outer_irq, look_into_inner, "inner", NULL);
	request_irq(two, handler, "two", &device);
	request_irq(three, handler, "three", NULL);
	diary[0] = '\0';
	generic_handle_domain_irq(domain, 5);
	EXPECT_DIARY(t, "ack5 ack2 handler1 eoi2 ack3 handler0 eoi3 eoi5 ");
	free_irq(three, NULL);
	free_irq(two, &device);
	free_irq(outer_irq, NULL);
	irq_domain_remove(inner);
	irq_domain_remove(domain);
}

static bool found;
static struct trap *armed_inside;

static bool root(void)
{
	armed_inside = trap_armed;
	write_diary("in_irq", in_irq());
	return found;
}

TEST(the_root_handler_sees_no_armed_trap_and_nothing_found_is_counted)
{
	unsigned int before = irq_count(0);
	struct trap trap;

	diary[0] = '\0';
	set_handle_irq(root);
	found = true;
	CATCH_TRAP(&trap, EXPECT_TRUE(t, handle_irq()); EXPECT_TRUE(t, trap_armed == &trap));
	EXPECT_TRUE(t, !armed_inside);
	EXPECT_EQ(t, irq_count(0), before);
	found = false;
	EXPECT_TRUE(t, handle_irq());
	EXPECT_EQ(t, irq_count(0), before + 1);
	EXPECT_DIARY(t, "in_irq1 in_irq1 ");
	EXPECT_TRUE(t, !in_irq());
	set_handle_irq(NULL);
	EXPECT_TRUE(t, !handle_irq());
}

static int line_xlate(struct irq_domain *unused, const u32 *cells, unsigned int count,
		      unsigned int *hwirq, unsigned int *type)
{
	(void)unused;
	if (count != 1)
		return -EINVAL;
	*hwirq = cells[0] + 2;
	*type = IRQ_TYPE_EDGE_RISING;
	return 0;
}

/* As a PC has them: no tree, a line by number, and a controller that knows where it leads. */
TEST(a_simple_devices_line_finds_its_controller)
{
	const struct resource resources[] = { DEFINE_RES_IO(0x3f8, 8), DEFINE_RES_IRQ(4),
					      DEFINE_RES_IRQ(INPUTS) };
	struct platform_device *pdev =
		platform_device_register_simple("serial", resources, ARRAY_SIZE(resources));
	struct irq_domain *local;

	EXPECT_EQ(t, platform_get_irq(pdev, 0), -EPROBE_DEFER);
	local = irq_domain_add_linear(NULL, 1, &full_chip, NULL, NULL);
	EXPECT_EQ(t, platform_get_irq(pdev, 0), -EPROBE_DEFER);
	diary[0] = '\0';
	domain = irq_domain_add_linear(NULL, INPUTS, &full_chip, line_xlate, NULL);
	EXPECT_EQ(t, platform_get_irq(pdev, 0), irq_create_mapping(domain, 6));
	EXPECT_DIARY(t, "type61 ");
	EXPECT_EQ(t, platform_get_irq(pdev, 1), -EINVAL);
	EXPECT_EQ(t, platform_get_irq_optional(pdev, 2), -ENXIO);
	platform_device_del(pdev);
	kfree(pdev);
	irq_domain_remove(domain);
	irq_domain_remove(local);
}

TEST(the_list_shows_who_has_what)
{
	int irq = begin(&full_chip);
	char line[80];

	request_irq(irq, handler, "9000000.uart", &device);
	generic_handle_domain_irq(domain, 5);
	host_listen();
	show_irqs();
	snprintf(line, sizeof(line), "%3d  1           full            5  9000000.uart\n", irq);
	EXPECT_TRUE(t, strstr(host_heard(), line));
	free_irq(irq, &device);
	irq_domain_remove(domain);
}
