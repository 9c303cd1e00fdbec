// SPDX-License-Identifier: MIT
/*
 * The local APIC of this CPU and the I/O APIC, as one controller.
 *
 * Which vector is being served, the local APIC knows: a bit of its in-service register is set
 * from the interrupt until the end of it. Where none is set, the interrupt was spurious.
 */
#include <bootmap/device.h>
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <bootmap/platform_device.h>

#include <asm/apic.h>

#define VERSION_LAST_ENTRY GENMASK(23, 16)

/* An entry of the redirection table: its lower half is written last. */
#define ENTRY(gsi)	  (0x10 + 2 * (gsi))
#define ENTRY_UPPER(gsi)  (ENTRY(gsi) + 1)
#define ENTRY_ACTIVE_LOW  BIT(13)
#define ENTRY_LEVEL	  BIT(15)
#define ENTRY_DESTINATION GENMASK(31, 24) /* in both, the APIC's id */

#define MAX_GSIS (VECTOR_TIMER - NR_EXCEPTIONS)

static_assert(NR_VECTORS - NR_EXCEPTIONS == 32, "their in-service bits are one register");

static struct irq_domain *gsis;	  /* inputs of the I/O APIC */
static struct irq_domain *locals; /* entries of the local vector table */

/* Two writes, between which a handler that does the same must not come. */
static void change_entry(const struct irq_data *data, u32 clear, u32 set)
{
	unsigned int reg = ENTRY(data->hwirq);
	unsigned long flags;

	local_irq_save(flags);
	io_apic_write(reg, (io_apic_read(reg) & ~clear) | set);
	local_irq_restore(flags);
}

static void io_apic_mask(struct irq_data *data)
{
	change_entry(data, 0, APIC_MASKED);
}

static void io_apic_unmask(struct irq_data *data)
{
	change_entry(data, APIC_MASKED, 0);
}

static int io_apic_set_type(struct irq_data *data, unsigned int type)
{
	bool level = type & (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_LEVEL_HIGH);
	bool low = type & (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_EDGE_FALLING);

	if (type & (type - 1))
		return -EINVAL;
	change_entry(data, ENTRY_LEVEL | ENTRY_ACTIVE_LOW,
		     (level ? ENTRY_LEVEL : 0) | (low ? ENTRY_ACTIVE_LOW : 0));
	return 0;
}

/* Of a level-triggered one the I/O APIC hears, too: it may then ask again. */
static void apic_eoi(struct irq_data *data)
{
	(void)data;
	apic_write(APIC_EOI, 0);
}

static const struct irq_chip io_apic_chip = {
	.name = "IO-APIC",
	.irq_mask = io_apic_mask,
	.irq_unmask = io_apic_unmask,
	.irq_eoi = apic_eoi,
	.irq_set_type = io_apic_set_type,
};

static void local_mask(struct irq_data *data)
{
	apic_write(APIC_LVT(data->hwirq), apic_read(APIC_LVT(data->hwirq)) | APIC_MASKED);
}

static void local_unmask(struct irq_data *data)
{
	apic_write(APIC_LVT(data->hwirq), apic_read(APIC_LVT(data->hwirq)) & ~APIC_MASKED);
}

static const struct irq_chip local_chip = {
	.name = "LAPIC",
	.irq_mask = local_mask,
	.irq_unmask = local_unmask,
	.irq_eoi = apic_eoi,
};

/* A line of the ISA bus leads where firmware says; PCI's are level-triggered, active low. */
static int gsi_xlate(struct irq_domain *domain, const u32 *cells, unsigned int count,
		     unsigned int *hwirq, unsigned int *type)
{
	struct isa_irq input = { cells[0], IRQ_TYPE_LEVEL_LOW };

	(void)domain;
	if (count != 1)
		return -EINVAL;
	if (cells[0] < NR_ISA_IRQS)
		input = apic_config.madt.isa[cells[0]];
	*hwirq = input.gsi;
	*type = input.type;
	return 0;
}

int apic_timer_irq(void)
{
	return locals ? irq_create_mapping(locals, LVT_TIMER) : -EPROBE_DEFER;
}

/* Handlers are not interrupted, so there is one bit at most. */
static bool apic_handle(void)
{
	u32 in_service = apic_read(APIC_ISR(NR_EXCEPTIONS));
	unsigned int vector;

	if (!in_service)
		return false;
	vector = NR_EXCEPTIONS + __builtin_ctz(in_service);
	if (vector == VECTOR_TIMER)
		generic_handle_domain_irq(locals, LVT_TIMER);
	else
		generic_handle_domain_irq(gsis, vector - VECTOR_GSI(0));
	return true;
}

/* All inputs masked, and each with its vector to this CPU. The 8259s are cut off. */
static void start(unsigned int inputs)
{
	u32 destination = apic_read(APIC_ID) & ENTRY_DESTINATION;

	for (unsigned int gsi = 0; gsi < inputs; gsi++) {
		io_apic_write(ENTRY(gsi), APIC_MASKED | VECTOR_GSI(gsi));
		io_apic_write(ENTRY_UPPER(gsi), destination);
	}
	apic_write(APIC_LVT(LVT_LINT0), APIC_MASKED);
	apic_write(APIC_LVT(LVT_ERROR), APIC_MASKED);
	apic_write(APIC_TPR, 0);
	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
}

static int apic_probe(struct platform_device *pdev)
{
	unsigned int inputs = FIELD_GET(VERSION_LAST_ENTRY, io_apic_read(IO_APIC_VERSION)) + 1;

	for (unsigned int i = 0; i < pdev->num_resources; i++) {
		const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, i);

		if (!devm_request_mem_region(&pdev->dev, res->start, resource_size(res), res->name))
			return -EBUSY;
	}
	if (inputs > MAX_GSIS)
		inputs = MAX_GSIS;
	gsis = irq_domain_add_linear(NULL, inputs, &io_apic_chip, gsi_xlate, NULL);
	locals = irq_domain_add_linear(NULL, LVT_TIMER + 1, &local_chip, NULL, NULL);
	if (!gsis || !locals)
		return -ENOMEM;
	start(inputs);
	set_handle_irq(apic_handle);
	dev_info(&pdev->dev, "I/O APIC, %u inputs", inputs);
	return 0;
}

static const struct platform_driver apic_driver = {
	.driver = { .name = "apic" },
	.probe = apic_probe,
};
module_platform_driver(apic_driver);
