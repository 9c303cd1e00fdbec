// SPDX-License-Identifier: MIT
/*
 * The two 8259A interrupt controllers of a PC (Intel 8259A, order number 231468). The second
 * one's output is input 2 of the first one.
 *
 * i8259_early_init() moves their interrupts away from the vectors of exceptions, and masks them. If
 * there is an APIC, it is used instead and they stay masked.
 */
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <drivers/device.h>
#include <drivers/platform_device.h>

#include <asm/io.h>
#include <drivers/apic.h>
#include <drivers/i8259.h>

#define PIC1 0x20
#define PIC2 0xa0
#define DATA 1 /* offset of the data port */

#define INPUTS	   16
#define INPUTS_ONE 8 /* of each */
#define CASCADE	   2 /* input of the first one to which the second one leads */

/* Initialisation: edge-triggered, cascaded, four words; then vector, cascade, mode. */
#define ICW1	  0x11
#define ICW4_8086 0x01

#define OCW2_EOI		 0x20 /* ends the interrupt with the highest priority */
#define OCW2_SPECIFIC_EOI(input) (0x60 | (input))
#define OCW3_READ_ISR		 0x0b

static struct irq_domain *domain;

/* A bit for each masked input. */
static u16 masked = (u16)~BIT(CASCADE);

static void write_masks(void)
{
	outb(masked, PIC1 + DATA);
	outb(masked >> INPUTS_ONE, PIC2 + DATA);
}

/* All inputs share the registers, so interrupts are masked during an update. */
static void change_masks(u16 clear, u16 set)
{
	unsigned long flags;

	local_irq_save(flags);
	masked = (masked & ~clear) | set;
	write_masks();
	local_irq_restore(flags);
}

static void i8259_mask(struct irq_data *data)
{
	change_masks(0, BIT(data->hwirq));
}

static void i8259_unmask(struct irq_data *data)
{
	change_masks(BIT(data->hwirq), 0);
}

static void i8259_eoi(struct irq_data *data)
{
	if (data->hwirq >= INPUTS_ONE) {
		outb(OCW2_SPECIFIC_EOI(data->hwirq - INPUTS_ONE), PIC2);
		outb(OCW2_SPECIFIC_EOI(CASCADE), PIC1);
	} else {
		outb(OCW2_SPECIFIC_EOI(data->hwirq), PIC1);
	}
}

static const struct irq_chip i8259_chip = {
	.name = "8259",
	.irq_mask = i8259_mask,
	.irq_unmask = i8259_unmask,
	.irq_eoi = i8259_eoi,
};

static int i8259_xlate(struct irq_domain *unused __attribute__((unused)), const u32 *cells,
		       unsigned int count, unsigned int *hwirq, unsigned int *type)
{
	if (count != 1)
		return -EINVAL;
	*hwirq = cells[0];
	*type = IRQ_TYPE_NONE;
	return 0;
}

static u8 in_service(u16 pic)
{
	outb(OCW3_READ_ISR, pic);
	return inb(pic);
}

/* If a line falls too early, no bit is set. The first 8259 must still get the second one's EOI. */
static bool i8259_handle(void)
{
	unsigned int served = in_service(PIC1);

	if (served & BIT(CASCADE)) {
		served = in_service(PIC2) << INPUTS_ONE;
		if (!served)
			outb(OCW2_SPECIFIC_EOI(CASCADE), PIC1);
	}
	if (!served)
		return false;
	generic_handle_domain_irq(domain, __builtin_ctz(served));
	return true;
}

static void init_one(u16 pic, u8 vector, u8 cascade)
{
	outb(ICW1, pic);
	outb(vector, pic + DATA);
	outb(cascade, pic + DATA);
	outb(ICW4_8086, pic + DATA);
}

/*
 * An interrupt left in service by an earlier kernel would hold back all of lower priority for ever.
 * Without an 8259, reads return ones; so the number of rounds is limited.
 */
static void end_leftovers(u16 pic)
{
	for (int i = 0; i < INPUTS_ONE && in_service(pic); i++)
		outb(OCW2_EOI, pic);
}

void __init i8259_early_init(void)
{
	init_one(PIC1, NR_EXCEPTIONS, BIT(CASCADE));
	init_one(PIC2, NR_EXCEPTIONS + INPUTS_ONE, CASCADE);
	write_masks();
	end_leftovers(PIC2);
	end_leftovers(PIC1);
}

/* Without a device, masks read as ones. */
static bool is_there(void)
{
	return inb(PIC1 + DATA) == (u8)masked;
}

static int i8259_probe(struct platform_device *pdev)
{
	u16 first;
	int err;

	if (!is_there())
		return -ENODEV;
	err = devm_platform_request_ports(pdev, dev_name(&pdev->dev), &first);
	if (err)
		return err;
	if (apic_config.used) {
		dev_info(&pdev->dev, "masked, the APIC serves");
		return 0;
	}
	domain = irq_domain_add_linear(NULL, INPUTS, &i8259_chip, i8259_xlate, NULL);
	if (!domain)
		return -ENOMEM;
	set_handle_irq(i8259_handle);
	dev_info(&pdev->dev, "two 8259s, %u inputs", INPUTS);
	return 0;
}

static const struct platform_driver i8259_driver = {
	.driver = { .name = "i8259" },
	.probe = i8259_probe,
};
module_platform_driver(i8259_driver);
