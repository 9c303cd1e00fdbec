// SPDX-License-Identifier: MIT
/*
 * Switches the machine off, or restarts it. Drivers register functions for this, sorted by
 * priority, which are tried one after the other. Called at the end of boot/main.c's jobs, by the
 * monitor, and by the drivers of power keys.
 */
#include <bootmap/cmdline.h>
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

/* Tries all methods, or with a letter those that reboot= selects by it. Returns whether there was one. */
static bool try_methods(struct power_handler *handler, char method)
{
	bool tried = false;

	for (; handler; handler = handler->next)
		if (method ? handler->method == method : !handler->on_request) {
			handler->act(handler);
			tried = true;
		}
	return tried;
}

void machine_off(int status)
{
	local_irq_disable();
	if (status)
		machine_halt(status);
	machine_state = MACHINE_DONE;
	semihosting_exit(status);
	try_methods(power_off_handlers, 0);
	pr_info("This machine has no driver that can switch it off: halted.");
	halt_core();
}

void machine_restart(void)
{
	machine_state = MACHINE_RESTARTS;
	if (cmdline.reboot_method && !try_methods(restart_handlers, cmdline.reboot_method))
		pr_warn("restart: this machine has no method '%c' of reboot=: all others are tried",
			cmdline.reboot_method);
	try_methods(restart_handlers, 0);
	machine_state = MACHINE_WORKS;
	pr_warn("This machine has no driver that can restart it.");
}
