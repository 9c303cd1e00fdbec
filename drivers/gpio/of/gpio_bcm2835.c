// SPDX-License-Identifier: MIT
/*
 * The GPIO controller of the Raspberry Pi (BCM2835 ARM Peripherals, chapter 6; BCM2711 ARM Peripherals,
 * chapter 5). It registers a GPIO chip, and an interrupt controller for the lines. Three interrupts of
 * another controller are its outputs, each for some of the lines.
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <drivers/bcm2835_gpio.h>
#include <drivers/gpio.h>
#include <drivers/leds.h>
#include <drivers/platform_device.h>

/* GPFSEL has three bits for each line, ten lines in a register. */
#define GPFSEL		0x00
#define LINES_IN_GPFSEL 10
#define FUNCTION_INPUT	0
#define FUNCTION_OUTPUT 1
#define FUNCTION_MASK	7

/* The others have one bit for each line, in two registers. */
#define GPSET	     0x1c /* write 1 to drive high */
#define GPCLR	     0x28 /* write 1 to drive low */
#define GPLEV	     0x34
#define GPEDS	     0x40 /* event detected; write 1 to acknowledge */
#define GPREN	     0x4c /* which events: rising edge; GPFEN falling, GPHEN high, GPLEN low follow */
#define EVENT_STRIDE 0x0c
#define EVENT_KINDS  4
#define EVENT_ALL    6 /* with the asynchronous edges, which are not used */

#define MAX_LINES 58
#define BANKS	  3

static const u8 first_line_of[BANKS] = { 0, 28, 46 };

struct bcm2835_gpio {
	struct bcm2835_lines lines;
	struct irq_domain *domain;
	bool bank_interrupts[BANKS];
	u8 types[MAX_LINES]; /* IRQ_TYPE_…: bit n is the event whose register is GPREN + n * EVENT_STRIDE */
};

static void __iomem *base_of(struct gpio_chip *chip)
{
	return container_of(chip, struct bcm2835_lines, chip)->base;
}

/* The registers with one bit for each line: that of a line, less GP…; and its bit in them. */
static void __iomem *word_of(void __iomem *base, unsigned int line)
{
	return base + line / 32 * sizeof(u32);
}

static u32 bit_of(unsigned int line)
{
	return BIT(line % 32);
}

static void __iomem *function_of(struct gpio_chip *chip, unsigned int line, unsigned int *shift)
{
	*shift = line % LINES_IN_GPFSEL * 3;
	return base_of(chip) + GPFSEL + line / LINES_IN_GPFSEL * sizeof(u32);
}

/* Other lines share the register, so interrupts are masked during the read-modify-write. */
static void change(void __iomem *reg, u32 mask, u32 bits)
{
	unsigned long flags;

	local_irq_save(flags);
	writel((readl(reg) & ~mask) | bits, reg);
	local_irq_restore(flags);
}

static void set_function(struct gpio_chip *chip, unsigned int line, u32 function)
{
	unsigned int shift;
	void __iomem *reg = function_of(chip, line, &shift);

	change(reg, FUNCTION_MASK << shift, function << shift);
}

static bool is_output(struct gpio_chip *chip, unsigned int offset)
{
	unsigned int shift;
	void __iomem *reg = function_of(chip, offset, &shift);

	return (readl(reg) >> shift & FUNCTION_MASK) == FUNCTION_OUTPUT;
}

static void direction_input(struct gpio_chip *chip, unsigned int offset)
{
	set_function(chip, offset, FUNCTION_INPUT);
}

static bool get(struct gpio_chip *chip, unsigned int offset)
{
	return readl(word_of(base_of(chip), offset) + GPLEV) & bit_of(offset);
}

static void set(struct gpio_chip *chip, unsigned int offset, bool level)
{
	writel(bit_of(offset), word_of(base_of(chip), offset) + (level ? GPSET : GPCLR));
}

/* The level is set first, so that the line never has another one as an output. */
static void direction_output(struct gpio_chip *chip, unsigned int offset, bool level)
{
	set(chip, offset, level);
	set_function(chip, offset, FUNCTION_OUTPUT);
}

void bcm2835_lines_init(struct bcm2835_lines *lines, void __iomem *base)
{
	lines->base = base;
	lines->chip = (struct gpio_chip){
		.is_output = is_output,
		.direction_input = direction_input,
		.direction_output = direction_output,
		.get = get,
		.set = set,
	};
}

/* The registers of an interrupt's line; add GP… */
static void __iomem *irq_word(const struct irq_data *data)
{
	const struct bcm2835_gpio *gpio = data->domain->host_data;

	return word_of(gpio->lines.base, data->hwirq);
}

static void select_events(const struct irq_data *data, unsigned int type)
{
	void __iomem *reg = irq_word(data) + GPREN;
	u32 bit = bit_of(data->hwirq);

	for (unsigned int kind = 0; kind < EVENT_KINDS; kind++, reg += EVENT_STRIDE)
		change(reg, bit, (type & BIT(kind)) ? bit : 0);
}

static void irq_mask(struct irq_data *data)
{
	select_events(data, IRQ_TYPE_NONE);
}

static void irq_unmask(struct irq_data *data)
{
	const struct bcm2835_gpio *gpio = data->domain->host_data;

	select_events(data, gpio->types[data->hwirq]);
}

static void irq_ack(struct irq_data *data)
{
	writel(bit_of(data->hwirq), irq_word(data) + GPEDS);
}

/* A level is detected again as long as it is there: it is acknowledged when its cause is gone. */
static void irq_eoi(struct irq_data *data)
{
	const struct bcm2835_gpio *gpio = data->domain->host_data;

	if (!(gpio->types[data->hwirq] & IRQ_TYPE_EDGE_BOTH))
		irq_ack(data);
}

static int irq_set_type(struct irq_data *data, unsigned int type)
{
	struct bcm2835_gpio *gpio = data->domain->host_data;
	unsigned int bank = BANKS - 1;

	if (type != IRQ_TYPE_LEVEL_HIGH && type != IRQ_TYPE_LEVEL_LOW &&
	    (!type || type & ~IRQ_TYPE_EDGE_BOTH))
		return -EINVAL;
	while (first_line_of[bank] > data->hwirq)
		bank--;
	if (!gpio->bank_interrupts[bank])
		return -ENXIO;
	gpio->types[data->hwirq] = type;
	return 0;
}

static const struct irq_chip bcm2835_irq_chip = {
	.name = "bcm2835-gpio",
	.irq_mask = irq_mask,
	.irq_unmask = irq_unmask,
	.irq_ack = irq_ack,
	.irq_eoi = irq_eoi,
	.irq_set_type = irq_set_type,
};

static irqreturn_t bcm2835_gpio_interrupt(unsigned int irq __attribute__((unused)), void *data)
{
	struct bcm2835_gpio *gpio = data;
	irqreturn_t result = IRQ_NONE;

	for (unsigned int first = 0; first < gpio->lines.chip.ngpio; first += 32) {
		u32 pending = readl(word_of(gpio->lines.base, first) + GPEDS);

		for (; pending; pending &= pending - 1) {
			generic_handle_domain_irq(gpio->domain, first + __builtin_ctz(pending));
			result = IRQ_HANDLED;
		}
	}
	return result;
}

static void remove_domain(void *domain)
{
	irq_domain_remove(domain);
}

/* What firmware left: no line interrupts. */
static void quiet(const struct bcm2835_gpio *gpio)
{
	for (unsigned int first = 0; first < gpio->lines.chip.ngpio; first += 32) {
		void __iomem *reg = word_of(gpio->lines.base, first);

		for (unsigned int kind = 0; kind < EVENT_ALL; kind++)
			writel(0, reg + GPREN + kind * EVENT_STRIDE);
		writel(~0U, reg + GPEDS);
	}
}

static int add_irqs(struct platform_device *pdev, struct bcm2835_gpio *gpio)
{
	struct device *dev = &pdev->dev;
	int err;

	gpio->domain = irq_domain_add_linear(dev->of_node, gpio->lines.chip.ngpio,
					     &bcm2835_irq_chip, irq_domain_xlate_twocell, gpio);
	if (!gpio->domain)
		return -ENOMEM;
	err = devm_add_action_or_reset(dev, remove_domain, gpio->domain);
	for (unsigned int bank = 0; bank < BANKS && !err; bank++) {
		int irq = platform_get_irq_optional(pdev, bank);

		if (irq == -EPROBE_DEFER)
			return irq;
		gpio->bank_interrupts[bank] =
			irq > 0 &&
			!devm_request_irq(dev, irq, bcm2835_gpio_interrupt, dev_name(dev), gpio);
		if (!gpio->bank_interrupts[bank])
			dev_warn(dev, "no interrupt for lines from %u on", first_line_of[bank]);
	}
	return err;
}

static int bcm2835_gpio_probe(struct platform_device *pdev)
{
	struct bcm2835_gpio *gpio = devm_kzalloc(&pdev->dev, sizeof(*gpio));
	const unsigned int *lines = device_get_match_data(&pdev->dev);
	void __iomem *base;
	int err;

	if (!gpio)
		return -ENOMEM;
	base = devm_platform_ioremap_resource(pdev, 0);
	if (IOMEM_IS_ERR(base))
		return IOMEM_PTR_ERR(base);
	bcm2835_lines_init(&gpio->lines, base);
	gpio->lines.chip.ngpio = *lines;
	quiet(gpio);
	err = add_irqs(pdev, gpio);
	if (!err)
		err = devm_gpiochip_add(&pdev->dev, &gpio->lines.chip);
	if (err)
		return err;
	dev_info(&pdev->dev, "lines are gpio %u to %u", gpio->lines.chip.base,
		 gpio->lines.chip.base + *lines - 1);
	return devm_demo_led(&pdev->dev, &gpio->lines.chip, BCM2835_DEMO_LED_LINE);
}

static const unsigned int lines_of_bcm2835 = 54, lines_of_bcm2711 = MAX_LINES;

static const struct of_device_id bcm2835_gpio_ids[] = {
	{ .compatible = "brcm,bcm2835-gpio", .data = &lines_of_bcm2835 },
	{ .compatible = "brcm,bcm2711-gpio", .data = &lines_of_bcm2711 },
	{ 0 },
};

static const struct platform_driver bcm2835_gpio_driver = {
	.driver = { .name = "bcm2835-gpio", .of_match_table = bcm2835_gpio_ids },
	.probe = bcm2835_gpio_probe,
};
module_platform_driver(bcm2835_gpio_driver);
