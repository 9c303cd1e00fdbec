/* SPDX-License-Identifier: MIT */
/*
 * The state of the kernel, for programs outside the machine: tools/run.py reads it from memory.
 * So its values are fixed.
 */
#ifndef BOOTMAP_MACHINE_STATE_H
#define BOOTMAP_MACHINE_STATE_H

#include <bootmap/types.h>

enum machine_state {
	MACHINE_BOOTS = 0,
	MACHINE_WORKS = 1,    /* drivers are bound, jobs are done */
	MACHINE_LISTENS = 2,  /* input is read; typed earlier, it would disturb measurements */
	MACHINE_MAY_FAIL = 3, /* an experiment runs; if it ends the kernel, that is success */
	MACHINE_DONE = 4,     /* all requested jobs ran and passed */
	MACHINE_FAILED = 5,
	MACHINE_RESTARTS = 6, /* the next reset is intended */
};

/* In .data, so that a reset restores its initial value. */
extern u32 machine_state;

#endif
