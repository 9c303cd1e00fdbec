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
 * register_power_off() - firmware that can switch the machine off introduces itself
 * @power_off: returns only if it failed
 */
void register_power_off(void (*power_off)(void));

/**
 * semihosting_exit() - hand an exit status to whoever runs this machine
 * @status: 0…255
 *
 * Returns only if nobody listens.
 */
void semihosting_exit(int status);

#endif
