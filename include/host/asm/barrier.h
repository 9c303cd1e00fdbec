/* SPDX-License-Identifier: MIT */
/* What AArch64's instructions are for the model of an MMU. */
#ifndef ASM_BARRIER_H
#define ASM_BARRIER_H

#include <asm/mmu.h>

#define dsb(domain)		 mmu_dsb(#domain)
#define dmb(domain)		 mmu_dmb(#domain)
#define isb()			 mmu_isb()
#define TLBI(operation, operand) mmu_tlbi(operation, operand)

static inline void tlbi_all(void)
{
	mmu_tlbi_all();
}

#endif
