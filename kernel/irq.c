// SPDX-License-Identifier: MIT
/*
 * Interrupts, independent of the controller. Each controller's driver registers a domain that
 * gives its inputs kernel-wide interrupt numbers. Device drivers request an interrupt by number;
 * the exception code (kernel/ARCH/traps.c) calls handle_irq(), which leads to the driver's handler.
 */
#include <bootmap/bug.h>
#include <bootmap/err.h>
#include <bootmap/irq.h>
#include <bootmap/irqflags.h>
#include <bootmap/ksyms.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <bootmap/traps.h>

/* After so many unhandled interrupts in a row, the line is stuck, and is masked. */
#define MAX_UNHANDLED 1000

struct irq_desc {
	struct irq_data data; /* domain NULL: free */
	irq_handler_t handler;
	void *dev;
	const char *name;
	unsigned int count;
	unsigned int unhandled; /* in a row */
};

/* Index: irq. The first one counts spurious interrupts. */
static struct irq_desc descs[NR_IRQS];
static struct irq_domain *domains;
static bool (*root_handler)(void);
static bool handling;
static bool no_more_controllers;

static struct irq_desc *desc_of(unsigned int irq)
{
	return irq && irq < NR_IRQS && descs[irq].data.domain ? &descs[irq] : NULL;
}

struct irq_domain *irq_domain_add_linear(const struct device_node *node, unsigned int size,
					 const struct irq_chip *chip, irq_xlate_t xlate,
					 void *host_data)
{
	struct irq_domain *domain = kzalloc(sizeof(*domain) + size);

	if (!domain)
		return NULL;
	domain->of_node = node;
	domain->chip = chip;
	domain->xlate = xlate;
	domain->host_data = host_data;
	domain->size = size;
	domain->next = domains;
	domains = domain;
	return domain;
}

void irq_domain_remove(struct irq_domain *domain)
{
	struct irq_domain **link = &domains;

	for (unsigned int irq = 1; irq < NR_IRQS; irq++) {
		if (descs[irq].data.domain != domain)
			continue;
		BUG_ON(descs[irq].handler);
		descs[irq] = (struct irq_desc){ 0 };
	}
	while (*link != domain)
		link = &(*link)->next;
	*link = domain->next;
	kfree(domain);
}

int irq_create_mapping(struct irq_domain *domain, unsigned int hwirq)
{
	unsigned int irq = 1;

	if (hwirq >= domain->size)
		return -EINVAL;
	if (domain->irq_of[hwirq])
		return domain->irq_of[hwirq];
	while (irq < NR_IRQS && descs[irq].data.domain)
		irq++;
	if (irq == NR_IRQS)
		return -ENOSPC;
	descs[irq].data = (struct irq_data){ irq, hwirq, domain };
	domain->irq_of[hwirq] = irq;
	return irq;
}

int irq_domain_xlate_twocell(struct irq_domain *domain, const u32 *cells, unsigned int count,
			     unsigned int *hwirq, unsigned int *type)
{
	(void)domain;
	if (count != 2)
		return -EINVAL;
	*hwirq = cells[0];
	*type = cells[1] & IRQ_TYPE_SENSE_MASK;
	return 0;
}

static struct irq_domain *find_domain(const struct device_node *controller)
{
	struct irq_domain *domain = domains;

	while (domain && (domain->of_node != controller || !domain->xlate))
		domain = domain->next;
	return domain;
}

int irq_create_of_mapping(const struct device_node *controller, const u32 *cells,
			  unsigned int count)
{
	struct irq_domain *domain = find_domain(controller);
	unsigned int hwirq, type;
	int irq, err;

	if (!domain)
		return no_more_controllers ? -ENODEV : -EPROBE_DEFER;
	err = domain->xlate(domain, cells, count, &hwirq, &type);
	if (err)
		return err;
	irq = irq_create_mapping(domain, hwirq);
	if (irq > 0 && type != IRQ_TYPE_NONE && domain->chip->irq_set_type)
		err = domain->chip->irq_set_type(&descs[irq].data, type);
	return err ? err : irq;
}

int request_irq(unsigned int irq, irq_handler_t handler, const char *name, void *dev)
{
	struct irq_desc *desc = desc_of(irq);

	if (!desc || !handler)
		return -EINVAL;
	if (desc->handler) {
		pr_warn("irq %u: %s requests it, but %s uses it", irq, name, desc->name);
		return -EBUSY;
	}
	desc->dev = dev;
	desc->name = name;
	desc->unhandled = 0;
	desc->handler = handler;
	desc->data.domain->chip->irq_unmask(&desc->data);
	return 0;
}

void free_irq(unsigned int irq, const void *dev)
{
	struct irq_desc *desc = desc_of(irq);

	if (!desc || !desc->handler || desc->dev != dev) {
		char caller[KSYM_NAME_MAX];

		pr_warn("free_irq(%u) refused: not requested with these arguments [caller %s]", irq,
			ksym_format(caller, sizeof(caller), CALLER_ADDRESS));
		return;
	}
	desc->data.domain->chip->irq_mask(&desc->data);
	desc->handler = NULL;
}

static void mask_stuck(struct irq_desc *desc, const char *why)
{
	desc->data.domain->chip->irq_mask(&desc->data);
	pr_warn("irq %u (%s input %u): %s: masked", desc->data.irq, desc->data.domain->chip->name,
		desc->data.hwirq, why);
}

static void call_handler(struct irq_desc *desc)
{
	desc->count++;
	if (!desc->handler)
		mask_stuck(desc, "nobody requested it");
	else if (desc->handler(desc->data.irq, desc->dev) == IRQ_HANDLED)
		desc->unhandled = 0;
	else if (++desc->unhandled == MAX_UNHANDLED)
		mask_stuck(desc, "its handler does not accept it");
}

void generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq)
{
	int irq = irq_create_mapping(domain, hwirq);
	const struct irq_chip *chip = domain->chip;

	if (irq < 0) {
		pr_warn("%s: an interrupt from input %u, which does not exist", chip->name, hwirq);
		return;
	}
	if (chip->irq_ack)
		chip->irq_ack(&descs[irq].data);
	call_handler(&descs[irq]);
	if (chip->irq_eoi)
		chip->irq_eoi(&descs[irq].data);
}

void irq_no_more_controllers(void)
{
	no_more_controllers = true;
	if (!root_handler)
		pr_warn("irq: no interrupt controller with a driver: devices are polled");
}

/* Called when the kernel stops. */
static void mask_all(void)
{
	for (unsigned int irq = 1; irq < NR_IRQS; irq++)
		if (descs[irq].data.domain && descs[irq].handler)
			descs[irq].data.domain->chip->irq_mask(&descs[irq].data);
}

void set_handle_irq(bool (*handler)(void))
{
	root_handler = handler;
	silence_interrupts = mask_all;
	local_irq_enable();
}

bool irq_has_root(void)
{
	return root_handler;
}

bool handle_irq(void)
{
	/* A fault of the handler is not the one that a CATCH_TRAP() of the interrupted code expects. */
	struct trap *armed = trap_armed;

	if (!root_handler)
		return false;
	trap_armed = NULL;
	handling = true;
	if (!root_handler())
		descs[0].count++;
	handling = false;
	trap_armed = armed;
	return true;
}

bool in_irq(void)
{
	return handling;
}

unsigned int irq_count(unsigned int irq)
{
	return irq < NR_IRQS ? descs[irq].count : 0;
}

void show_irqs(void)
{
	pr_info("irq  count       controller  input  device");
	for (unsigned int irq = 1; irq < NR_IRQS; irq++) {
		const struct irq_desc *desc = &descs[irq];

		if (desc->handler || desc->count)
			pr_info("%3u  %-10u  %-10s  %5u  %s", irq, desc->count,
				desc->data.domain->chip->name, desc->data.hwirq,
				desc->handler ? desc->name : "-");
	}
	pr_info("%u spurious", descs[0].count);
}
