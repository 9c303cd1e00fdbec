/* SPDX-License-Identifier: MIT */
#ifndef EXPERIMENTS_UNDEFINED_H
#define EXPERIMENTS_UNDEFINED_H

/* The encoding that is permanently undefined (UDF #0, Arm ARM DDI 0487J.a, C6.2.387). */
static inline void execute_undefined(void)
{
	__asm__ volatile("udf #0");
}

/* The code of a function that only returns. */
#define RETURN_INSTRUCTION 0xd65f03c0 /* ret */

#endif
