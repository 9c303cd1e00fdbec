/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_EXPERIMENTS_H
#define EXPERIMENTS_EXPERIMENTS_H

#include <bootmap/types.h>

/**
 * run_experiment() - do one wrong thing on purpose
 * @name: which; an unknown one lists them all
 *
 * Most end in a fault report, which is survived; those that leave only a warning return. Some
 * damage what nobody can go on without: they end the kernel.
 * Return: 0 if it ended as it should; 1 if not, or if there is no such experiment.
 */
int run_experiment(const char *name);

/** experiment_name() - the name of one, by index; NULL behind the last */
const char *experiment_name(unsigned int index);

/**
 * harmless_register() - a device register for tests and measurements
 *
 * Return: its physical address. Reading 32 bits changes nothing, writing has no effect.
 */
phys_addr_t harmless_register(void);

#endif
