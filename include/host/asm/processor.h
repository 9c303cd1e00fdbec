/* SPDX-License-Identifier: MIT */
#ifndef ASM_PROCESSOR_H
#define ASM_PROCESSOR_H

static inline void cpu_relax(void)
{
}

/** wait_for_interrupt() - until a test's timer is due */
void wait_for_interrupt(void);

#endif
