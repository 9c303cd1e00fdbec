/* SPDX-License-Identifier: MIT */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

/* Inside a loop that waits for something outside this core. */
static inline void cpu_relax(void)
{
	__asm__ volatile("pause" ::: "memory");
}

/*
 * Stops the core until an interrupt arrives, and takes it. Interrupts are masked before and
 * afterwards, so that none can arrive between the caller's check and the wait. sti takes effect
 * only after the next instruction, the hlt.
 */
static inline void wait_for_interrupt(void)
{
	__asm__ volatile("sti\n\thlt\n\tcli" ::: "memory");
}

/* Nothing to do: machine checks are taken as soon as CR4.MCE is set. */
static inline void enable_hardware_errors(void)
{
}

#endif
