/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_ECHO_H
#define EXPERIMENTS_ECHO_H

/**
 * run_echo() - repeat each line that is typed at the console, until Ctrl-D
 *
 * Then tells how many characters came, with a sum that tells whether all did, and what
 * the interrupts had to do with it.
 */
void run_echo(void);

#endif
