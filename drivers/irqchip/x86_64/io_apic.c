// SPDX-License-Identifier: MIT
/*
 * I/O APICs (Intel 82093AA). The inputs of all of them are numbered together, as global system
 * interrupts (GSI). An input gets a vector when a driver requests it, because there can be more
 * inputs than vectors.
 */
#include "io_apic.h"

#include <bootmap/err.h>
#include <bootmap/irqflags.h>

#include <drivers/apic.h>

#define VERSION_LAST_ENTRY GENMASK(23, 16)

/* An entry of the redirection table has two registers. The lower half is written last. */
#define ENTRY(input)	   (0x10 + 2 * (input))
#define ENTRY_UPPER(input) (ENTRY(input) + 1)
#define ENTRY_ACTIVE_LOW   BIT(13)
#define ENTRY_LEVEL	   BIT(15)
#define ENTRY_VECTOR	   GENMASK(7, 0)

/* More GSIs than any machine has; an I/O APIC beyond this number is not used. */
#define GSI_LIMIT 1024

struct io_apic {
	void __iomem *base;
	u32 first, inputs;
};

static struct io_apic io_apics[MADT_MAX_IOAPICS];
static unsigned int nr_io_apics;

static struct irq_domain *gsis;
static u32 gsi_of_vector[NR_GSI_VECTORS];
static unsigned int nr_vectors;

static void __iomem *reach(struct device *dev, unsigned int i, phys_addr_t phys)
{
	return i ? devm_ioremap(dev, phys, IO_APIC_SIZE) : apic_config.io_apic;
}

/* Adds an I/O APIC. Return: NULL, or what is wrong with it. */
static const char *add(void __iomem *base, u32 first)
{
	u32 version = base ? io_apic_read(base, IO_APIC_VERSION) : 0;
	u32 inputs = FIELD_GET(VERSION_LAST_ENTRY, version) + 1;

	if (!apic_is_version(version))
		return "does not answer";
	if (first >= GSI_LIMIT || inputs > GSI_LIMIT - first)
		return "has inputs with invalid numbers";
	io_apics[nr_io_apics++] = (struct io_apic){ base, first, inputs };
	return NULL;
}

void io_apics_find(struct device *dev)
{
	const struct madt *madt = &apic_config.madt;

	for (unsigned int i = 0; i < madt->nr_ioapics; i++) {
		phys_addr_t phys = madt->ioapics[i].address;
		const char *why = add(reach(dev, i, phys), madt->ioapics[i].gsi_base);

		if (why)
			dev_warn(dev, "the I/O APIC at 0x%lx %s: left out", phys, why);
		else
			dev_info(dev, "I/O APIC, inputs %u to %u", io_apics[nr_io_apics - 1].first,
				 io_apics[nr_io_apics - 1].first +
					 io_apics[nr_io_apics - 1].inputs - 1);
	}
	if (madt->ioapics_left_out)
		dev_warn(dev, "%u more I/O APICs: left out", madt->ioapics_left_out);
}

static struct io_apic *io_apic_of(u32 gsi)
{
	struct io_apic *io_apic = io_apics;

	while (gsi - io_apic->first >= io_apic->inputs)
		if (++io_apic == io_apics + nr_io_apics)
			return NULL;
	return io_apic;
}

/* Two writes, so interrupts are masked: a handler may do the same. */
static int change_entry(u32 gsi, u32 clear, u32 set)
{
	const struct io_apic *io_apic = io_apic_of(gsi);
	unsigned long flags;
	unsigned int reg;

	if (!io_apic)
		return -EINVAL;
	reg = ENTRY(gsi - io_apic->first);
	local_irq_save(flags);
	io_apic_write(io_apic->base, reg, (io_apic_read(io_apic->base, reg) & ~clear) | set);
	local_irq_restore(flags);
	return 0;
}

static void io_apic_irq_mask(struct irq_data *data)
{
	change_entry(data->hwirq, 0, APIC_MASKED);
}

static void io_apic_irq_unmask(struct irq_data *data)
{
	change_entry(data->hwirq, APIC_MASKED, 0);
}

static int vector_of(u32 gsi)
{
	unsigned int i = 0;

	while (i < nr_vectors && gsi_of_vector[i] != gsi)
		i++;
	if (i == NR_GSI_VECTORS)
		return -ENOSPC;
	if (i == nr_vectors)
		gsi_of_vector[nr_vectors++] = gsi;
	return NR_EXCEPTIONS + i;
}

static int io_apic_set_type(struct irq_data *data, unsigned int type)
{
	bool level = type & (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_LEVEL_HIGH);
	bool low = type & (IRQ_TYPE_LEVEL_LOW | IRQ_TYPE_EDGE_FALLING);
	int vector;

	if (type & (type - 1))
		return -EINVAL;
	vector = vector_of(data->hwirq);
	if (vector < 0)
		return vector;
	return change_entry(data->hwirq, ENTRY_LEVEL | ENTRY_ACTIVE_LOW | ENTRY_VECTOR,
			    (level ? ENTRY_LEVEL : 0) | (low ? ENTRY_ACTIVE_LOW : 0) | vector);
}

static struct irq_chip io_apic_chip = {
	.name = "IO-APIC",
	.irq_mask = io_apic_irq_mask,
	.irq_unmask = io_apic_irq_unmask,
	.irq_set_type = io_apic_set_type,
};

/* Firmware gives the inputs of the ISA bus's lines. PCI's lines are level-triggered, active low. */
static int gsi_xlate(struct irq_domain *domain, const u32 *cells, unsigned int count,
		     unsigned int *hwirq, unsigned int *type)
{
	struct isa_irq input = { cells[0], IRQ_TYPE_LEVEL_LOW, true };

	(void)domain;
	if (count != 1)
		return -EINVAL;
	if (cells[0] < NR_ISA_IRQS)
		input = apic_config.madt.isa[cells[0]];
	*hwirq = input.gsi;
	*type = input.type;
	return 0;
}

void io_apics_mask(void)
{
	for (const struct io_apic *io_apic = io_apics; io_apic < io_apics + nr_io_apics; io_apic++)
		for (u32 input = 0; input < io_apic->inputs; input++)
			change_entry(io_apic->first + input, 0, APIC_MASKED);
}

/* Setting edge-triggered also clears a level interrupt that was acknowledged and never ended. */
static void reset_entries(const struct io_apic *io_apic, u32 destination)
{
	for (u32 input = 0; input < io_apic->inputs; input++) {
		io_apic_write(io_apic->base, ENTRY(input), APIC_MASKED | VECTOR_SPURIOUS);
		io_apic_write(io_apic->base, ENTRY_UPPER(input), destination);
	}
}

int io_apics_start(u32 destination, void (*eoi)(struct irq_data *data))
{
	u32 end = 0;

	for (unsigned int i = 0; i < nr_io_apics; i++) {
		reset_entries(&io_apics[i], destination);
		if (io_apics[i].first + io_apics[i].inputs > end)
			end = io_apics[i].first + io_apics[i].inputs;
	}
	io_apic_chip.irq_eoi = eoi;
	gsis = irq_domain_add_linear(NULL, end, &io_apic_chip, gsi_xlate, NULL);
	return gsis ? 0 : -ENOMEM;
}

bool io_apic_handle(unsigned int vector)
{
	if (vector - NR_EXCEPTIONS >= nr_vectors)
		return false;
	generic_handle_domain_irq(gsis, gsi_of_vector[vector - NR_EXCEPTIONS]);
	return true;
}
