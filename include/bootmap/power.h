/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_POWER_H
#define BOOTMAP_POWER_H

#include <bootmap/compiler.h>

/**
 * machine_off() - the kernel has ended
 * @status: 0 for success
 *
 * Tells @status to a debugger or test harness that listens (semihosting); else
 * switches off through firmware when all went well; else, or if there is neither,
 * halts with a sentence. A failure never switches off: its report stays readable.
 */
void machine_off(int status) __noreturn;

/** boot_stop() - halt this core, in head.S; GDB and the tests know the symbol */
void boot_stop(void) __noreturn;

/**
 * machine_restart() - begin again from reset
 *
 * Returns, after a line that says so, only if this machine has nothing that could do it.
 */
void machine_restart(void);

/* For what firmware describes as the machine's own way. */
#define SYS_OFF_PRIO_FIRMWARE 1

/**
 * struct power_handler - somebody who can switch the machine off, or restart it
 * @act: does it; returns only if it failed
 * @priority: who has a higher one is asked before; 0 unless there is a reason
 * @next: kernel/power.c's own
 */
struct power_handler {
	void (*act)(struct power_handler *handler);
	int priority;
	struct power_handler *next;
};

/**
 * register_power_off() - somebody who can switch the machine off introduces himself
 * @handler: must stay; of one priority the last one is asked first, the others only if he fails
 */
void register_power_off(struct power_handler *handler);

/** register_restart() - the same for who can restart the machine */
void register_restart(struct power_handler *handler);

/** unregister_power_handler() - the end of either */
void unregister_power_handler(struct power_handler *handler);

/**
 * semihosting_exit() - hand an exit status to whoever runs this machine
 * @status: 0…255
 *
 * Returns only if nobody listens.
 */
void semihosting_exit(int status);

#endif
