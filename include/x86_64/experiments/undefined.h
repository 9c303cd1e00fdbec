/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_UNDEFINED_H
#define EXPERIMENTS_UNDEFINED_H

/* Undefined for ever as well, but not what BUG() executes (UD1, SDM volume 2). */
static inline void execute_undefined(void)
{
	__asm__ volatile("ud1 %%eax, %%eax" ::: "memory");
}

/* What a function does that only returns. */
#define RETURN_INSTRUCTION 0xc3 /* ret */

#endif
