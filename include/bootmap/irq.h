/* SPDX-License-Identifier: MIT */
/*
 * DOC: interrupts
 *
 *   hwirq     a controller's own number for one of its inputs
 *   irq       this kernel's number for (controller, hwirq); 0 is none
 *
 * The root controller's driver calls set_handle_irq(); from then on the core takes
 * interrupts. A controller whose output is an input of another one is a domain too:
 * the handler of its output looks which of its inputs are active and calls
 * generic_handle_domain_irq() for each.
 *
 * Handlers run with interrupts masked, on the stack of whatever they interrupted. They
 * may print, but neither allocate nor map nor sleep.
 */
#ifndef BOOTMAP_IRQ_H
#define BOOTMAP_IRQ_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* All controllers' mapped inputs together. */
#define NR_IRQS 128

/* A handler says whether it was its device that asked. */
typedef enum { IRQ_NONE, IRQ_HANDLED } irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(unsigned int irq, void *dev);

/* Trigger types, by the device tree's numbers. */
#define IRQ_TYPE_NONE	      0
#define IRQ_TYPE_EDGE_RISING  1
#define IRQ_TYPE_EDGE_FALLING 2
#define IRQ_TYPE_EDGE_BOTH    (IRQ_TYPE_EDGE_RISING | IRQ_TYPE_EDGE_FALLING)
#define IRQ_TYPE_LEVEL_HIGH   4
#define IRQ_TYPE_LEVEL_LOW    8
#define IRQ_TYPE_SENSE_MASK   0xf

struct device_node;
struct irq_domain;

/* One input of one controller. */
struct irq_data {
	unsigned int irq;
	unsigned int hwirq;
	struct irq_domain *domain;
};

/**
 * struct irq_chip - what a controller does with one of its inputs
 * @name: shown in listings
 * @irq_mask: disable the input
 * @irq_unmask: enable the input
 * @irq_ack: forget an edge, before the handler runs, which may see the next one; optional
 * @irq_eoi: the handler has run; optional
 * @irq_set_type: IRQ_TYPE_…; -EINVAL for one that it cannot do; optional
 */
struct irq_chip {
	const char *name;
	void (*irq_mask)(struct irq_data *data);
	void (*irq_unmask)(struct irq_data *data);
	void (*irq_ack)(struct irq_data *data);
	void (*irq_eoi)(struct irq_data *data);
	int (*irq_set_type)(struct irq_data *data, unsigned int type);
};

/**
 * irq_xlate_t - what the cells of an interrupt specifier say
 * @domain: the controller to which they are addressed
 * @cells: as many as its #interrupt-cells
 * @count: how many that is
 * @hwirq: set to the input
 * @type: set to IRQ_TYPE_…
 * Return: 0, or -EINVAL for cells that mean nothing.
 */
typedef int (*irq_xlate_t)(struct irq_domain *domain, const u32 *cells, unsigned int count,
			   unsigned int *hwirq, unsigned int *type);

/** irq_domain_xlate_twocell() - input and type, as most controllers have it */
int irq_domain_xlate_twocell(struct irq_domain *domain, const u32 *cells, unsigned int count,
			     unsigned int *hwirq, unsigned int *type);

/**
 * irq_domain_add_linear() - a controller offers its inputs
 * @node: its node in the device tree, NULL: there is no tree
 * @size: number of inputs
 * @chip: how to handle them
 * @xlate: how others write them; NULL: only the controller's driver knows of them
 * @host_data: for the chip's functions: domain->host_data
 * Return: the domain, or NULL if there is no memory.
 */
struct irq_domain *irq_domain_add_linear(const struct device_node *node, unsigned int size,
					 const struct irq_chip *chip, irq_xlate_t xlate,
					 void *host_data);

/** irq_domain_remove() - remove a controller; none of its interrupts may be requested */
void irq_domain_remove(struct irq_domain *domain);

struct irq_domain {
	const struct device_node *of_node;
	const struct irq_chip *chip;
	irq_xlate_t xlate;
	void *host_data;
	struct irq_domain *next;
	unsigned int size;
	u8 irq_of[]; /* by hwirq; 0: not mapped */
};
static_assert(NR_IRQS <= 256, "irq_of[] holds one byte each");

/**
 * irq_create_mapping() - the irq of a controller's input
 * @domain: the controller
 * @hwirq: the input
 *
 * The same one each time.
 * Return: the irq; -EINVAL if there is no such input; -ENOSPC without a free number.
 */
int irq_create_mapping(struct irq_domain *domain, unsigned int hwirq);

/**
 * irq_create_of_mapping() - the irq that an interrupt specifier of the device tree means
 * @controller: to which node it is addressed; NULL: to the controller of a machine without a
 *	tree, where a specifier is one cell
 * @cells: the specifier
 * @count: its length
 *
 * Sets the trigger type, too.
 * Return: the irq; -EPROBE_DEFER if that controller has no driver yet; -ENODEV if it will
 * never have one; other errors as irq_create_mapping(), irq_xlate_t and irq_set_type have them.
 */
int irq_create_of_mapping(const struct device_node *controller, const u32 *cells,
			  unsigned int count);

/**
 * irq_no_more_controllers() - all controllers that there are have had their turn
 *
 * What has no driver by now will never get one: devices that wait for it are told so, and
 * may do without. Warns if there is no root controller.
 */
void irq_no_more_controllers(void);

/**
 * request_irq() - have a function called for an interrupt, and unmask it
 * @irq: which
 * @handler: the function
 * @name: of the device, for listings; must stay
 * @dev: what the function is called with
 * Return: 0; -EINVAL for an irq that does not exist; -EBUSY, after one line that names the
 * holder, if it is taken.
 */
int request_irq(unsigned int irq, irq_handler_t handler, const char *name, void *dev);

/**
 * free_irq() - mask an interrupt, and have the function called no more
 * @irq: which
 * @dev: as request_irq() had it; another one is refused with a warning
 */
void free_irq(unsigned int irq, const void *dev);

/**
 * generic_handle_domain_irq() - handle an interrupt from an input of a controller
 * @domain: the controller
 * @hwirq: the input
 *
 * Called by controllers' drivers, in interrupt context. Calls ack, handler, eoi. An
 * interrupt that nobody requested, or that its handler denies too often, is masked, with
 * one line that says so.
 */
void generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq);

/**
 * set_handle_irq() - the root controller is ready: take interrupts from here on
 * @handler: reads from the controller which input it is, and handles it; false if there was none
 */
void set_handle_irq(bool (*handler)(void));

/** irq_has_root() - is there a root controller already? Another one has no way to the core. */
bool irq_has_root(void);

/**
 * handle_irq() - an interrupt arrived; called by the architecture, interrupts masked
 * Return: false if there is no interrupt controller.
 */
bool handle_irq(void);

/** in_irq() - are we inside an interrupt handler? */
bool in_irq(void);

/** irq_count() - how often an irq was handled; for irq 0: how often none was to be found */
unsigned int irq_count(unsigned int irq);

/** show_irqs() - list what was requested: irq, count, controller, input, name */
void show_irqs(void);

#endif
