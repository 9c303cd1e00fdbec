/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_POWER_H
#define BOOTMAP_POWER_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * machine_off() - the kernel has ended
 * @status: 0 for success
 *
 * After a failure it calls machine_halt(). After success it ends the emulator by semihosting if
 * that is available, or switches the machine off; if neither is possible, halts with a message.
 */
void machine_off(int status) __noreturn;

/**
 * machine_halt() - the kernel has failed
 * @status: not 0
 *
 * Reports @status by semihosting if that is available, else stops this core. Never switches the
 * machine off, so that the report stays readable. Any context.
 */
void machine_halt(int status) __noreturn;

/**
 * halt_core() - mask all interrupts in their controllers, and stop the core
 *
 * A pending interrupt would wake the core again and again, even if the core has masked it.
 */
void halt_core(void) __noreturn;

/* Masks them; set by kernel/irq.c when there is an interrupt controller. */
extern void (*silence_interrupts)(void);

/** boot_stop() - halt this core; GDB and the tests know the symbol */
void boot_stop(void) __noreturn;

/**
 * machine_restart() - restart the machine
 *
 * Returns, after a line that says so, only if no driver can restart this machine.
 */
void machine_restart(void);

/* For a method that firmware describes as the machine's own. */
#define SYS_OFF_PRIO_FIRMWARE 1

/**
 * struct power_handler - a method to switch the machine off, or to restart it
 * @act: does it; returns only if it failed
 * @priority: handlers of higher priority are tried first; 0 unless there is a reason
 * @method: the letter of reboot= that selects it, as in Linux; 0 if none does
 * @on_request: used for a restart only if reboot= selects it
 * @next: kernel/power.c's own
 */
struct power_handler {
	void (*act)(struct power_handler *handler);
	int priority;
	char method;
	bool on_request;
	struct power_handler *next;
};

/**
 * register_power_off() - add a method to switch the machine off
 * @handler: must stay; of equal priorities the last registered is tried first, others if it fails
 */
void register_power_off(struct power_handler *handler);

/** register_restart() - add a method to restart the machine */
void register_restart(struct power_handler *handler);

/** unregister_power_handler() - remove a method of either kind */
void unregister_power_handler(struct power_handler *handler);

/**
 * semihosting_exit() - end the emulator or debugger session with an exit status
 * @status: 0…255
 *
 * Returns only if no debugger or emulator handles semihosting calls.
 */
void semihosting_exit(int status);

#endif
