/* SPDX-License-Identifier: MIT */
/*
 * Barriers and TLB invalidations, under the architecture's names (Arm ARM DDI 0487J.a, B2.3.12, C5.5
 * and C6.2): dsb waits until accesses are complete, dmb only orders them. After isb, instructions use
 * the new values of system registers and tables.
 */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#include <tests/barrier_count.h>

#define dsb(domain) (COUNT_BARRIER(dsb), ({ __asm__ volatile("dsb " #domain ::: "memory"); }))
#define dmb(domain) __asm__ volatile("dmb " #domain ::: "memory")
#define isb()	    (COUNT_BARRIER(isb), ({ __asm__ volatile("isb" ::: "memory"); }))

/* @operation has an operand, see tlbi_operand(); tlbi_all()'s has none. */
#define TLBI(operation, operand)                                                      \
	do {                                                                          \
		COUNT_BARRIER(tlbi);                                                  \
		__asm__ volatile("tlbi " operation ", %0" ::"r"(operand) : "memory"); \
	} while (0)

static inline void tlbi_all(void)
{
	COUNT_BARRIER(tlbi);
	__asm__ volatile("tlbi vmalle1is" ::: "memory");
}

#endif
