/* SPDX-License-Identifier: MIT */
/*
 * Translation by the hardware: the instructions AT S1E1R and AT S1E1W (Arm ARM DDI 0487J.a, C5.5)
 * translate an address as a privileged read or write does. They may use the TLB.
 */
#ifndef EXPERIMENTS_TRANSLATE_H
#define EXPERIMENTS_TRANSLATE_H

#include <asm/barrier.h>
#include <asm/sysreg.h>

static inline u64 translate_for_read(unsigned long va)
{
	__asm__ volatile("at s1e1r, %0" ::"r"(va) : "memory");
	isb(); /* PAR_EL1 holds the result only after it */
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

/* The physical page of a successful translation. */
static inline phys_addr_t par_page(u64 par)
{
	return par & PAR_PA;
}

/*
 * The physical address from a new walk of the tables. AT may use the TLB instead, and then the
 * result can be old. QEMU's CPUs walk the tables each time; others need not.
 */
#define FRESH_WALK "AT"
static inline phys_addr_t fresh_walk(unsigned long va)
{
	return par_page(translate_for_read(va));
}

/* The memory type of a successful translation, encoded as in MAIR_EL1. */
static inline u8 par_type(u64 par)
{
	return par >> PAR_ATTR_SHIFT;
}

/**
 * show_translation() - print the hardware's translation of @va, if there is an instruction for it
 */
void show_translation(unsigned long va);

#endif
