/* SPDX-License-Identifier: MIT */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <asm/barrier.h>
#include <asm/irqflags.h>

/* Inside a loop that waits for something outside this core. */
static inline void cpu_relax(void)
{
	__asm__ volatile("yield" ::: "memory");
}

/*
 * Rest until there is an interrupt, which is taken when the caller unmasks. Interrupts are
 * masked before and afterwards: so nothing comes between a look at what an interrupt
 * changes, and the rest. To wfi, one that is masked counts, too.
 */
static inline void wait_for_interrupt(void)
{
	dsb(sy); /* what we wait for may depend on our stores */
	__asm__ volatile("wfi" ::: "memory");
}

/*
 * From here on the core takes SErrors (PSTATE.A): errors that the hardware reports after the
 * instruction that caused them, if one did. Not before somebody can hear of it. One that stays
 * pending and masked would end each rest at once.
 */
static inline void enable_hardware_errors(void)
{
	__asm__ volatile("msr daifclr, %0" ::"i"(DAIF_IMM_A) : "memory");
	isb();
}

#endif
