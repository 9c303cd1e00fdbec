/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_EXPERIMENTS_H
#define EXPERIMENTS_EXPERIMENTS_H

#include <bootmap/types.h>

/**
 * run_experiment() - make one mistake on purpose
 * @name: of the experiment; an unknown name prints the list
 *
 * Most experiments end in a fault report, after which the kernel continues. Others only cause a
 * warning. Some damage a part that the kernel needs; they end it.
 * Return: 0 if it ended as expected; 1 if not, or if there is no such experiment.
 */
int run_experiment(const char *name);

/** list_experiments() - print each experiment with what it does */
void list_experiments(void);

/** experiment_name() - the name of experiment number @index; NULL after the last */
const char *experiment_name(unsigned int index);

/**
 * harmless_register() - a device register for tests and measurements
 *
 * Return: its physical address. Reading 32 bits changes nothing, writing has no effect.
 */
phys_addr_t harmless_register(void);

#endif
