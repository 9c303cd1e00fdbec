/* SPDX-License-Identifier: MIT */
/*
 * The hardware's own answer to "where does this address lead": AT S1E1R and S1E1W
 * (Arm ARM DDI 0487J.a, C5.5), which translate as a privileged read or write would.
 * The architecture allows them to answer from the TLB.
 */
#ifndef EXPERIMENTS_TRANSLATE_H
#define EXPERIMENTS_TRANSLATE_H

#include <asm/barrier.h>
#include <asm/sysreg.h>

static inline u64 translate_for_read(unsigned long va)
{
	__asm__ volatile("at s1e1r, %0" ::"r"(va) : "memory");
	isb(); /* PAR_EL1 holds the answer only after it */
	return read_sysreg(par_el1);
}

static inline u64 translate_for_write(unsigned long va)
{
	__asm__ volatile("at s1e1w, %0" ::"r"(va) : "memory");
	isb();
	return read_sysreg(par_el1);
}

static inline bool par_failed(u64 par)
{
	return par & PAR_F;
}

/* The physical page of a successful answer. */
static inline phys_addr_t par_page(u64 par)
{
	return par & PAR_PA;
}

/*
 * Where the tables lead now, or did before the last flush: AT may use the TLB. QEMU's CPUs
 * walk the tables each time; others need not.
 */
#define FRESH_WALK "AT"
static inline phys_addr_t fresh_walk(unsigned long va)
{
	return par_page(translate_for_read(va));
}

/* The memory type of a successful answer, encoded as in MAIR_EL1. */
static inline u8 par_type(u64 par)
{
	return par >> PAR_ATTR_SHIFT;
}

/** show_translation() - say on the console where the hardware finds @va, if it can be asked */
void show_translation(unsigned long va);

#endif
