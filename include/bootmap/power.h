/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_POWER_H
#define BOOTMAP_POWER_H

#include <bootmap/compiler.h>

/**
 * machine_off() - the kernel has ended
 * @status: 0 for success
 *
 * Tells @status to a debugger or test harness that listens (semihosting); else
 * switches off through PSCI when all went well; else, or if there is neither,
 * halts with a sentence. A failure never switches off: its report stays readable.
 */
void machine_off(int status) __noreturn;

/** boot_stop() - halt this core, in head.S; GDB and the tests know the symbol */
void boot_stop(void) __noreturn;

/**
 * psci_init() - learn from the device tree how the firmware is called
 */
void psci_init(void);

/**
 * psci_system_off() - ask the firmware to switch the machine off
 * Return: only if there is no PSCI firmware, or it refused: -ENODEV or -EIO.
 */
int psci_system_off(void);

/**
 * semihosting_exit() - hand an exit status to whoever runs this machine
 * @status: 0…255
 * Return: only if nobody listens: -ENODEV.
 */
int semihosting_exit(int status);

#endif
