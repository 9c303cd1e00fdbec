// SPDX-License-Identifier: MIT
/*
 * The root interrupt controller: the local APIC of this CPU, and the I/O APICs that send to it.
 *
 * The local APIC's in-service register shows which vector is being handled: its bit is set from the
 * interrupt until its end. If no bit is set, the interrupt was spurious.
 */
#include "io_apic.h"

#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <drivers/device.h>
#include <drivers/platform_device.h>

#include <drivers/apic.h>

#define ID_XAPIC GENMASK(31, 24) /* in x2APIC mode all bits are the number */

/* The in-service register has a bit for each vector; one word of it holds this many. */
#define WORD 32

static_assert(NR_VECTORS - NR_EXCEPTIONS == WORD, "their in-service bits are one word");

static struct irq_domain *locals; /* entries of the local vector table */

/* The I/O APIC receives the end of a level-triggered interrupt, too, and may signal it again. */
static void apic_eoi(struct irq_data *data)
{
	(void)data;
	apic_write(APIC_EOI, 0);
}

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

int apic_timer_irq(void)
{
	return locals ? irq_create_mapping(locals, LVT_TIMER) : -EPROBE_DEFER;
}

/*
 * Interrupts that were in service or pending in an earlier kernel were never ended. They would hold
 * back all interrupts of lower priority. Each EOI ends one.
 */
static void end_leftovers(void)
{
	for (unsigned int vector = 0; vector < ALL_VECTORS; vector += WORD)
		for (unsigned int i = 0; i < WORD && apic_read(APIC_ISR(vector)); i++)
			apic_write(APIC_EOI, 0);
}

/* Handlers are not interrupted, so at most one bit is set. */
static bool apic_handle(void)
{
	u32 in_service = apic_read(APIC_ISR(NR_EXCEPTIONS));
	unsigned int vector;

	if (!in_service) {
		end_leftovers();
		return false;
	}
	vector = NR_EXCEPTIONS + __builtin_ctz(in_service);
	if (vector == VECTOR_TIMER) {
		generic_handle_domain_irq(locals, LVT_TIMER);
		return true;
	}
	if (io_apic_handle(vector))
		return true;
	apic_write(APIC_EOI, 0);
	return false;
}

static void mask_lvt(unsigned int reg)
{
	apic_write(reg, apic_read(reg) | APIC_MASKED);
}

/* Masks the 8259s, and entries that an earlier kernel used. A line for NMIs is not changed. */
static void mask_local_vector_table(void)
{
	unsigned int last = FIELD_GET(APIC_VERSION_LAST_LVT, apic_read(APIC_VERSION));

	mask_lvt(APIC_LVT(LVT_LINT0));
	if (FIELD_GET(LVT_MODE, apic_read(APIC_LVT(LVT_LINT1))) != MODE_NMI)
		mask_lvt(APIC_LVT(LVT_LINT1));
	mask_lvt(APIC_LVT(LVT_ERROR));
	/*
	 * Newer tables are longer: the performance counters have entry five, the thermal sensor
	 * six.
	 */
	if (last >= 4)
		mask_lvt(APIC_LVT(LVT_COUNTER));
	if (last >= 5)
		mask_lvt(APIC_LVT(LVT_THERMAL));
	if (last >= 6)
		mask_lvt(APIC_LVT_CMCI);
}

/*
 * Masks all inputs and directs them to this CPU. Old interrupts are ended while the entries still
 * hold their vectors, and after they are masked, so that no new one arrives.
 */
static int start(void)
{
	u32 id = apic_read(APIC_ID);

	io_apics_mask();
	mask_local_vector_table();
	apic_write(APIC_TPR, TPR_EXCEPTIONS);
	apic_write(APIC_SVR, SVR_ENABLE | VECTOR_SPURIOUS);
	end_leftovers();
	return io_apics_start(apic_config.x2apic ? id << __builtin_ctz(ID_XAPIC) : id & ID_XAPIC,
			      apic_eoi);
}

static int apic_probe(struct platform_device *pdev)
{
	int err;

	for (unsigned int i = 0; i < pdev->num_resources; i++) {
		const struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, i);

		if (!devm_request_mem_region(&pdev->dev, res->start, resource_size(res), res->name))
			return -EBUSY;
	}
	if (apic_config.x2apic)
		dev_info(&pdev->dev, "firmware has left the local APIC in x2APIC mode: used so");
	locals = irq_domain_add_linear(NULL, LVT_TIMER + 1, &local_chip, NULL, NULL);
	if (!locals)
		return -ENOMEM;
	io_apics_find(&pdev->dev);
	err = start();
	if (!err)
		set_handle_irq(apic_handle);
	return err;
}

static const struct platform_driver apic_driver = {
	.driver = { .name = "apic" },
	.probe = apic_probe,
};
module_platform_driver(apic_driver);
