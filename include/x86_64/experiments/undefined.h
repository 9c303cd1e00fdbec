/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_UNDEFINED_H
#define EXPERIMENTS_UNDEFINED_H

/* Permanently undefined, but not the instruction that BUG() executes (UD1, SDM volume 2). */
static inline void execute_undefined(void)
{
	__asm__ volatile("ud1 %%eax, %%eax" ::: "memory");
}

/* The code of a function that only returns. */
#define RETURN_INSTRUCTION 0xc3 /* ret */

#endif
