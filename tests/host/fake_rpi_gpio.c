// SPDX-License-Identifier: MIT
#include "fake_rpi_gpio.h"

#include "fake_rpi.h"
#include "tree.h"

#include <bootmap/compiler.h>
#include <bootmap/irqflags.h>
#include <drivers/of.h>

#define GPSET	   0x21c
#define GPCLR	   0x228
#define GPLEV	   0x234
#define GPEDS	   0x240
#define GPREN	   FAKE_GPREN
#define GPFEN	   0x258
#define GPHEN	   0x264
#define GPLEN	   0x270
#define GPAFEN_END 0x290

#define PARENT	   7 /* phandle of the controller that it interrupts */
#define INPUT	   1 /* of that controller: the first of three */
#define BANKS	   3
#define LINES	   58
#define DELIVERIES 20 /* at most: an interrupt that nobody ends comes again and again */

struct fake_rpi_gpio fake_rpi_gpio;
static struct irq_domain *parent;
static unsigned int last_read; /* the offset, to recognise a read-modify-write */

static u64 pair(unsigned int offset)
{
	return *fake_rpi_register(offset) | (u64)*fake_rpi_register(offset + 4) << 32;
}

static void set_pair(unsigned int offset, u64 value)
{
	*fake_rpi_register(offset) = value;
	*fake_rpi_register(offset + 4) = value >> 32;
}

unsigned int fake_rpi_function(unsigned int line)
{
	return *fake_rpi_register(FAKE_GPFSEL + line / 10 * 4) >> line % 10 * 3 & 7;
}

static u64 levels(void)
{
	u64 outputs = 0;

	for (unsigned int line = 0; line < LINES; line++)
		outputs |= (u64)(fake_rpi_function(line) == 1) << line;
	return (fake_rpi_gpio.latch & outputs) | (fake_rpi_gpio.inputs & ~outputs);
}

static void detect_levels(void)
{
	fake_rpi_gpio.events |= (pair(GPHEN) & levels()) | (pair(GPLEN) & ~levels());
	fake_rpi_gpio.events &= (1UL << LINES) - 1;
}

void fake_rpi_gpio_before_read(unsigned int offset)
{
	if (offset < FAKE_GPIO || offset >= FAKE_GPIO_END)
		return;
	detect_levels();
	set_pair(GPSET, 0);
	set_pair(GPCLR, 0);
	set_pair(GPLEV, levels());
	set_pair(GPEDS, fake_rpi_gpio.events);
	last_read = offset;
}

/* The other word of a pair was not written. */
static u64 written(unsigned int offset, unsigned int first)
{
	if (offset != first && offset != first + 4)
		return 0;
	return (u64)*fake_rpi_register(offset) << (offset == first ? 0 : 32);
}

void fake_rpi_gpio_after_write(unsigned int offset)
{
	if (offset < FAKE_GPIO || offset >= FAKE_GPIO_END)
		return;
	fake_rpi_gpio.latch |= written(offset, GPSET);
	fake_rpi_gpio.latch &= ~written(offset, GPCLR);
	fake_rpi_gpio.events &= ~written(offset, GPEDS);
	if (offset == last_read && (offset < GPSET || offset >= GPREN) &&
	    !arch_irqs_disabled_flags(arch_local_save_flags()))
		fake_rpi_gpio.unprotected++;
	last_read = 0;
}

static bool bank_is_active(unsigned int bank)
{
	static const u8 first[BANKS + 1] = { 0, 28, 46, LINES };

	detect_levels();
	return fake_rpi_gpio.events >> first[bank] << first[bank] & ((1UL << first[bank + 1]) - 1);
}

static void deliver(void)
{
	for (unsigned int i = 0; i < DELIVERIES; i++)
		for (unsigned int bank = 0; bank < BANKS; bank++)
			if (fake_rpi_gpio.unmasked & BIT(bank) && bank_is_active(bank))
				generic_handle_domain_irq(parent, INPUT + bank);
}

void fake_rpi_drive(unsigned int line, bool level)
{
	u64 bit = 1UL << line, before = fake_rpi_gpio.inputs & bit;

	fake_rpi_gpio.inputs = level ? fake_rpi_gpio.inputs | bit : fake_rpi_gpio.inputs & ~bit;
	if (!!before != level)
		fake_rpi_gpio.events |= pair(level ? GPREN : GPFEN) & bit;
	deliver();
}

static void parent_mask(struct irq_data *data)
{
	fake_rpi_gpio.unmasked &= ~BIT(data->hwirq - INPUT);
}

static void parent_unmask(struct irq_data *data)
{
	if (!fake_rpi_gpio.unmasked)
		for (unsigned int offset = GPREN; offset < GPAFEN_END; offset += 4)
			fake_rpi_gpio.enabled_when_unmasked |= *fake_rpi_register(offset);
	fake_rpi_gpio.unmasked |= BIT(data->hwirq - INPUT);
}

static const struct irq_chip parent_chip = {
	.name = "parent",
	.irq_mask = parent_mask,
	.irq_unmask = parent_unmask,
};

void fake_rpi_gpio_nodes(const char *compatible, unsigned int interrupts)
{
	tree_node("intc");
	tree_cells("phandle", PARENT);
	tree_bytes("interrupt-controller", "", 0);
	tree_cells("#interrupt-cells", 1);
	tree_end_node();
	tree_node("gpio@7e000200");
	tree_string("compatible", compatible);
	tree_cells("reg", 0x7e000000 + FAKE_GPIO, FAKE_GPIO_END - FAKE_GPIO);
	tree_bytes("gpio-controller", "", 0);
	tree_cells("#gpio-cells", 2);
	tree_cells("phandle", FAKE_GPIO_PHANDLE);
	tree_cells("interrupt-parent", PARENT);
	tree_cells_("interrupts", (const u32[]){ INPUT, INPUT + 1, INPUT + 2 }, interrupts);
	tree_end_node();
}

static int xlate(struct irq_domain *domain __attribute__((unused)), const u32 *cells,
		 unsigned int count __attribute__((unused)), unsigned int *hwirq,
		 unsigned int *type)
{
	*hwirq = cells[0];
	*type = IRQ_TYPE_NONE;
	return 0;
}

void fake_rpi_add_parent(void)
{
	parent = irq_domain_add_linear(of_find_node("/soc/intc"), 8, &parent_chip, xlate, NULL);
}

struct platform_device *fake_rpi_gpio_device(void)
{
	const struct device_node *node = of_find_node("/soc/gpio@7e000200");
	struct platform_device *pdev = NULL;

	while ((pdev = platform_device_next(pdev)) && pdev->dev.of_node != node)
		;
	return pdev;
}

int fake_rpi_line_to_irq(u32 line, u32 type)
{
	const u32 specifier[] = { line, type };

	return irq_create_of_mapping(of_find_node("/soc/gpio@7e000200"), specifier,
				     ARRAY_SIZE(specifier));
}
