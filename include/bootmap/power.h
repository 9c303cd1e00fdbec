/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_POWER_H
#define BOOTMAP_POWER_H

#include <bootmap/compiler.h>

/**
 * machine_off() - the kernel has ended
 * @status: 0 for success
 *
 * After a failure as machine_halt(). Else tells a debugger or test harness that listens
 * (semihosting), or switches off through firmware; if there is neither, halts with a sentence.
 */
void machine_off(int status) __noreturn;

/**
 * machine_halt() - the kernel has failed
 * @status: not 0
 *
 * Tells @status to whoever listens (semihosting); else stops this core, and never switches
 * the machine off, so that the report above stays readable. Any context.
 */
void machine_halt(int status) __noreturn;

/**
 * halt_core() - silence all interrupts, and rest for ever
 *
 * An interrupt that waits would keep waking the core, although it is masked there.
 */
void halt_core(void) __noreturn;

/* What silences them; set by kernel/irq.c as soon as there can be any. */
extern void (*silence_interrupts)(void);

/** boot_stop() - halt this core; GDB and the tests know the symbol */
void boot_stop(void) __noreturn;

/**
 * machine_restart() - restart the machine
 *
 * Returns, after a line that says so, only if this machine has nothing that could do it.
 */
void machine_restart(void);

/* For what firmware describes as the machine's own way. */
#define SYS_OFF_PRIO_FIRMWARE 1

/**
 * struct power_handler - a way to switch the machine off, or to restart it
 * @act: does it; returns only if it failed
 * @priority: handlers of higher priority are tried first; 0 unless there is a reason
 * @next: kernel/power.c's own
 */
struct power_handler {
	void (*act)(struct power_handler *handler);
	int priority;
	struct power_handler *next;
};

/**
 * register_power_off() - add a way to switch the machine off
 * @handler: must stay; of one priority the last one is asked first, the others only if he fails
 */
void register_power_off(struct power_handler *handler);

/** register_restart() - add a way to restart the machine */
void register_restart(struct power_handler *handler);

/** unregister_power_handler() - the end of either */
void unregister_power_handler(struct power_handler *handler);

/**
 * semihosting_exit() - hand an exit status to whoever runs this machine
 * @status: 0…255
 *
 * Returns only if no debugger or emulator handles semihosting calls.
 */
void semihosting_exit(int status);

#endif
