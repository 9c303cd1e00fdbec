/* SPDX-License-Identifier: MIT */
#ifndef DRIVERS_PSCI_H
#define DRIVERS_PSCI_H

#include <bootmap/types.h>

/**
 * psci_init() - look for PSCI in the device tree, and register it to switch off and restart
 * @to_el1: the code that takes a core from where the firmware starts it down to EL1
 */
void psci_init(void (*to_el1)(void));

/* That code: boot/aarch64/levels.S, which no C function may call. */
void leave_higher_levels(void);

/** psci_available() - can the firmware be called? */
bool psci_available(void);

/**
 * psci_cpu_on() - start a core that is off
 * @cpu: its number, the affinity fields of its MPIDR_EL1
 * @entry: physical address of its first instruction
 * @context: what it then has in x0
 * Return: NULL, or why it was not started.
 */
const char *psci_cpu_on(u64 cpu, phys_addr_t entry, u64 context);

/**
 * psci_to_el1() - where the code is that a started core calls first, with its MMU off
 *
 * The firmware starts a core at EL2 if there is one, as it did with the first core.
 * Return: its physical address. Clobbers: see leave_higher_levels.
 */
phys_addr_t psci_to_el1(void);

/** psci_cpu_is_on() - is that core on, or about to be? False if the firmware cannot tell. */
bool psci_cpu_is_on(u64 cpu);

/** psci_cpu_off() - switch off the core that executes this; returns only if the firmware refuses */
void psci_cpu_off(void);

#endif
