/* SPDX-License-Identifier: MIT */
/*
 * DOC: interrupts
 *
 *   hwirq     a controller's own number for one of its inputs
 *   irq       this kernel's number for (controller, hwirq); 0 is none
 *   domain    a controller, with the irq of each of its inputs
 *
 * The root controller is the one that is connected to the core. Its driver calls
 * set_handle_irq(); from then on the core takes interrupts. The output of another controller is an
 * input of the root controller. The handler of that input finds the active inputs of its own
 * controller and calls generic_handle_domain_irq() for each.
 *
 * Handlers run with interrupts masked, on the stack of the interrupted code. They may print, but
 * not allocate, map or sleep.
 */
#ifndef BOOTMAP_IRQ_H
#define BOOTMAP_IRQ_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* All controllers' mapped inputs together. */
#define NR_IRQS 128

/* IRQ_NONE: the interrupt did not come from the handler's device. */
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
 * struct irq_chip - a controller's operations on one of its inputs
 * @name: shown in listings
 * @irq_mask: disable the input
 * @irq_unmask: enable the input
 * @irq_ack: acknowledge an edge before the handler runs, so that the next edge is seen; optional
 * @irq_eoi: end the interrupt, after the handler has run; optional
 * @irq_set_type: IRQ_TYPE_…; -EINVAL for an unsupported one; optional
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
 * irq_xlate_t - decode the cells of an interrupt specifier
 * @domain: the controller
 * @cells: as many as its #interrupt-cells
 * @count: how many that is
 * @hwirq: set to the input
 * @type: set to IRQ_TYPE_…
 * Return: 0, or -EINVAL for invalid cells.
 */
typedef int (*irq_xlate_t)(struct irq_domain *domain, const u32 *cells, unsigned int count,
			   unsigned int *hwirq, unsigned int *type);

/** irq_domain_xlate_twocell() - decode input and type, the cells of most controllers */
int irq_domain_xlate_twocell(struct irq_domain *domain, const u32 *cells, unsigned int count,
			     unsigned int *hwirq, unsigned int *type);

/**
 * irq_domain_add_linear() - register a controller
 * @node: its node in the device tree, NULL: there is no tree
 * @size: number of inputs
 * @chip: operations on the inputs
 * @xlate: decodes interrupt specifiers; NULL: only the controller's driver uses the inputs
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
 * Repeated calls return the same irq.
 * Return: the irq; -EINVAL if there is no such input; -ENOSPC without a free number.
 */
int irq_create_mapping(struct irq_domain *domain, unsigned int hwirq);

/**
 * irq_create_of_mapping() - the irq of an interrupt specifier of the device tree
 * @controller: the controller's node; NULL: the controller of a machine without a device tree,
 *	where a specifier is one cell
 * @cells: the specifier
 * @count: its length
 *
 * Also sets the trigger type.
 * Return: the irq; -EPROBE_DEFER if that controller has no driver yet; -ENODEV if it will never
 * have one; other errors of irq_create_mapping(), irq_xlate_t and irq_set_type.
 */
int irq_create_of_mapping(const struct device_node *controller, const u32 *cells,
			  unsigned int count);

/**
 * irq_no_more_controllers() - all controllers' drivers have been probed
 *
 * A controller without a driver will not get one later. irq_create_of_mapping() then returns
 * -ENODEV, and drivers can work without interrupts. Warns if there is no root controller.
 */
void irq_no_more_controllers(void);

/**
 * request_irq() - register a handler for an interrupt, and unmask the interrupt
 * @irq: which
 * @handler: the function
 * @name: of the device, for listings; must stay
 * @dev: argument of the handler
 * Return: 0; -EINVAL for an irq that does not exist; -EBUSY, after a message that names the holder,
 * if it has a handler.
 */
int request_irq(unsigned int irq, irq_handler_t handler, const char *name, void *dev);

/**
 * free_irq() - mask an interrupt, and remove its handler
 * @irq: which
 * @dev: as passed to request_irq(); another value is refused with a warning
 */
void free_irq(unsigned int irq, const void *dev);

/**
 * generic_handle_domain_irq() - handle an interrupt from an input of a controller
 * @domain: the controller
 * @hwirq: the input
 *
 * Called by controllers' drivers, in interrupt context. Calls ack, handler, eoi. An interrupt
 * without a handler, or whose handler returns IRQ_NONE too often, is masked with a warning.
 */
void generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq);

/**
 * set_handle_irq() - the root controller is ready: take interrupts from here on
 * @handler: acknowledges and handles one interrupt; false if none was pending
 */
void set_handle_irq(bool (*handler)(void));

/** irq_has_root() - is there a root controller? A second one would not be connected to the core. */
bool irq_has_root(void);

/**
 * handle_irq() - handle an interrupt; called by the architecture's traps.c, interrupts masked
 * Return: false if there is no interrupt controller.
 */
bool handle_irq(void);

/** in_irq() - is an interrupt handler running? */
bool in_irq(void);

/** irq_count() - number of interrupts of an irq; for irq 0, of spurious ones */
unsigned int irq_count(unsigned int irq);

/** show_irqs() - list the requested interrupts: irq, count, controller, input, name */
void show_irqs(void);

#endif
