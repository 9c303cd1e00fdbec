/* SPDX-License-Identifier: MIT */
/*
 * While PSTATE.I is set, the core takes no IRQ. FIQ is always masked: the interrupt controllers are
 * set up so that every interrupt arrives as IRQ. For SError see asm/processor.h.
 */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* In DAIFSet and DAIFClr, F is bit 0 of the four bits. */
#define DAIF_IMM_I 2
#define DAIF_IMM_A 4
static_assert(DAIF_IMM_I << DAIF_SHIFT == PSR_I, "the same bit");

static __always_inline unsigned long arch_local_save_flags(void)
{
	return read_sysreg(daif);
}

static __always_inline void arch_local_irq_disable(void)
{
	__asm__ volatile("msr daifset, %0" ::"i"(DAIF_IMM_I) : "memory");
}

/* With the isb, a pending interrupt is taken here and not a few instructions later. */
static __always_inline void arch_local_irq_enable(void)
{
	__asm__ volatile("msr daifclr, %0" ::"i"(DAIF_IMM_I) : "memory");
	isb();
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags & PSR_I;
}

#endif
