/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_ECHO_H
#define EXPERIMENTS_ECHO_H

/**
 * run_echo() - repeat each line that is typed at the console, until Ctrl-D
 *
 * Then prints the number of characters, a checksum that shows whether all arrived, and how many
 * interrupts delivered them.
 */
void run_echo(void);

#endif
