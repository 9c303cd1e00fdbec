// SPDX-License-Identifier: MIT
/*
 * Switches the machine off, or restarts it. Drivers register functions for this, sorted by
 * priority, which are tried one after the other. Called at the end of boot/main.c's jobs, by the
 * monitor, and by the drivers of power keys.
 */
#include <bootmap/irqflags.h>
#include <bootmap/machine_state.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>

static struct power_handler *power_off_handlers, *restart_handlers;

static void add_handler(struct power_handler **link, struct power_handler *handler)
{
	while (*link && (*link)->priority > handler->priority)
		link = &(*link)->next;
	handler->next = *link;
	*link = handler;
}

void register_power_off(struct power_handler *handler)
{
	add_handler(&power_off_handlers, handler);
}

void register_restart(struct power_handler *handler)
{
	add_handler(&restart_handlers, handler);
}

static void remove_handler(struct power_handler **link, struct power_handler *handler)
{
	while (*link && *link != handler)
		link = &(*link)->next;
	if (*link)
		*link = handler->next;
}

void unregister_power_handler(struct power_handler *handler)
{
	remove_handler(&power_off_handlers, handler);
	remove_handler(&restart_handlers, handler);
}

static void ask(struct power_handler *handler)
{
	for (; handler; handler = handler->next)
		handler->act(handler);
}

void machine_off(int status)
{
	local_irq_disable();
	if (status)
		machine_halt(status);
	machine_state = MACHINE_DONE;
	semihosting_exit(status);
	ask(power_off_handlers);
	pr_info("This machine has no driver that can switch it off: halted.");
	halt_core();
}

void machine_restart(void)
{
	machine_state = MACHINE_RESTARTS;
	ask(restart_handlers);
	machine_state = MACHINE_WORKS;
	pr_warn("This machine has no driver that can restart it.");
}
