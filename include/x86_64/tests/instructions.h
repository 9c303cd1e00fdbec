/* SPDX-License-Identifier: MIT */
/* How executed instructions are counted: under QEMU's -icount the time-stamp counter advances by one an instruction. */
#ifndef TESTS_INSTRUCTIONS_H
#define TESTS_INSTRUCTIONS_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * instructions_start() - can executed instructions be counted?
 * Return: whether a loop of known length takes as many ticks as it has instructions.
 */
bool instructions_start(void);

/* Instructions executed since some moment. */
static __always_inline u64 read_instructions(void)
{
	u64 value;

	__asm__ volatile("rdtsc\n\tshl $32, %%rdx\n\tlea (%%rax, %%rdx), %0"
			 : "=r"(value)
			 :
			 : "rax", "rdx", "memory", "cc");
	return value;
}

/* What two calls of read_instructions() in a row differ by. */
#define READ_INSTRUCTIONS_COST 3

#endif
