/* SPDX-License-Identifier: MIT */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

/* Inside a loop that waits for something outside this core. */
static inline void cpu_relax(void)
{
	__asm__ volatile("pause" ::: "memory");
}

/*
 * Rest until there is an interrupt, which is taken here. Interrupts are masked before and
 * afterwards: so nothing comes between a look at what an interrupt changes, and the rest.
 * hlt is the instruction up to which sti puts interrupts off.
 */
static inline void wait_for_interrupt(void)
{
	__asm__ volatile("sti\n\thlt\n\tcli" ::: "memory");
}

/* Machine checks cannot be masked: a core takes them from the moment that CR4.MCE is set. */
static inline void enable_hardware_errors(void)
{
}

#endif
