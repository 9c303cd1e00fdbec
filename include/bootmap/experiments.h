/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_EXPERIMENTS_H
#define BOOTMAP_EXPERIMENTS_H

/**
 * run_experiment() - do one wrong thing on purpose
 * @name: which; an unknown one lists them all
 *
 * Most end in a fault report. Those that leave only a warning return.
 */
void run_experiment(const char *name);

#endif
