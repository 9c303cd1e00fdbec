/* SPDX-License-Identifier: MIT */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

#include <asm/irqflags.h>

/* Where code waits, a test's interrupt may come. */
static inline void cpu_relax(void)
{
	if (!host_irq_mask)
		host_interrupt();
}

/** wait_for_interrupt() - until a test's timer is due */
void wait_for_interrupt(void);

#endif
