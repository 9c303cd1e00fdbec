/* SPDX-License-Identifier: MIT */
/*
 * DOC: masking interrupts
 *
 * With one core, what an interrupt handler shares with the code that it interrupts is
 * safe while that code masks interrupts. Sections nest: each restores what it found.
 */
#ifndef BOOTMAP_IRQFLAGS_H
#define BOOTMAP_IRQFLAGS_H

#include <asm/irqflags.h>

/** local_irq_enable() - take interrupts from here on, first those that are pending */
#define local_irq_enable() arch_local_irq_enable()

/** local_irq_disable() - take no interrupt from here on */
#define local_irq_disable() arch_local_irq_disable()

/**
 * local_irq_save() - begin a section that no interrupt interrupts
 * @flags: unsigned long, for local_irq_restore()
 */
#define local_irq_save(flags)                      \
	do {                                       \
		(flags) = arch_local_save_flags(); \
		arch_local_irq_disable();          \
	} while (0)

/** local_irq_restore() - the end of local_irq_save() */
#define local_irq_restore(flags)                      \
	do {                                          \
		if (!arch_irqs_disabled_flags(flags)) \
			arch_local_irq_enable();      \
	} while (0)

/** irqs_disabled() - are interrupts masked now? */
#define irqs_disabled() arch_irqs_disabled_flags(arch_local_save_flags())

#endif
