/* SPDX-License-Identifier: MIT */
/*
 * How far the kernel has come, for whoever runs this machine: tools/run.py reads it from memory.
 * So its numbers are fixed.
 */
#ifndef BOOTMAP_MACHINE_STATE_H
#define BOOTMAP_MACHINE_STATE_H

#include <bootmap/types.h>

enum machine_state {
	MACHINE_BOOTS = 0,
	MACHINE_WORKS = 1, /* drivers are bound, jobs are done */
	MACHINE_LISTENS =
		2, /* what is typed is read; a key would disturb what is measured before */
	MACHINE_MAY_FAIL = 3, /* an experiment may end the kernel: that is what was asked for */
	MACHINE_DONE = 4,     /* all that was asked for was done, and passed */
	MACHINE_FAILED = 5,
	MACHINE_RESTARTS = 6, /* the next reset is wanted */
};

/* In .data: a reset loads it anew. */
extern u32 machine_state;

#endif
