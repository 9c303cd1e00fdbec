/* SPDX-License-Identifier: MIT */
/*
 * DOC: masking interrupts
 *
 * On one core, masking interrupts protects data that is shared with an interrupt handler. Sections
 * can be nested: each restores the state that it found.
 */
#ifndef BOOTMAP_IRQFLAGS_H
#define BOOTMAP_IRQFLAGS_H

#include <asm/irqflags.h>

/** local_irq_enable() - unmask interrupts; pending ones are taken at once */
#define local_irq_enable() arch_local_irq_enable()

/** local_irq_disable() - mask interrupts */
#define local_irq_disable() arch_local_irq_disable()

/**
 * local_irq_save() - begin a section with interrupts masked
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
