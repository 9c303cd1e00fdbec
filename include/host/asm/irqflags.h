/* SPDX-License-Identifier: MIT */
/* A mask that tests can look at, and interrupts that tests make. */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <bootmap/types.h>

/* 1: masked. */
extern unsigned long host_irq_mask;

static inline unsigned long arch_local_save_flags(void)
{
	return host_irq_mask;
}

static inline void arch_local_irq_disable(void)
{
	host_irq_mask = 1;
}

/**
 * host_interrupt() - where a pending interrupt would be taken
 *
 * In tests/host; @host_irq_mask is 0.
 */
void host_interrupt(void);

static inline void arch_local_irq_enable(void)
{
	host_irq_mask = 0;
	host_interrupt();
}

static inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags;
}

#endif
