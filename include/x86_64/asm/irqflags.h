/* SPDX-License-Identifier: MIT */
/* RFLAGS.IF: clear, the core takes no interrupt but the NMI (SDM volume 3, 6.8.1). */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

#define RFLAGS_IF BIT(9)

static __always_inline unsigned long arch_local_save_flags(void)
{
	unsigned long flags;

	__asm__ volatile("pushfq\n\tpop %0" : "=r"(flags)::"memory");
	return flags;
}

static __always_inline void arch_local_irq_disable(void)
{
	__asm__ volatile("cli" ::: "memory");
}

/* The nop: sti itself puts interrupts off until the next instruction has ended. */
static __always_inline void arch_local_irq_enable(void)
{
	__asm__ volatile("sti\n\tnop" ::: "memory");
}

static __always_inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & RFLAGS_IF);
}

#endif
