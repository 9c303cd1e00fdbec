/* SPDX-License-Identifier: MIT */
/* Bits of AArch64's entries that experiments set or clear on purpose. */
#ifndef ASM_EXPERIMENTS_ENTRIES_H
#define ASM_EXPERIMENTS_ENTRIES_H

#include <asm/tlbflush.h>
#include <asm/barrier.h>
#include <bootmap/pgtable.h>

/* The access flag, which hardware may set or leave to software (Arm ARM, D8.4.6) */
#define PTE_ACCESSED_BIT PTE_AF

/* A page's entry that no hardware accepts: at level 3, bit 1 clear is reserved. */
static inline pte_t pte_reserved(pte_t pte)
{
	return (pte_t){ pte.val & ~PTE_TABLE };
}

/*
 * The dirty state (Arm ARM, D8.4.7): an entry with DBM set and read-only is clean. The first store makes
 * it writable; that is done by the CPU if it has FEAT_HAFDBS and TCR_EL1.HD is set, else by software.
 */
#define PTE_DBM	     (UL(1) << 51)
#define PROT_CLEAN   (PROT_KERNEL_RO | PTE_DBM)
#define MMFR1_HAFDBS UL(0xf)
#define TCR_HA	     (UL(1) << 39)
#define TCR_HD	     (UL(1) << 40)

static inline pte_t pte_mkdirty(pte_t pte)
{
	return (pte_t){ pte.val & ~PTE_RDONLY };
}

static inline bool pte_dirty(pte_t pte)
{
	return !(pte.val & PTE_RDONLY);
}

/* Let the CPU set what it can: access flags (a field of 1 or more), the dirty state (2 or more). */
static inline void let_cpu_set_bits(bool on)
{
	u64 has = read_sysreg(id_aa64mmfr1_el1) & MMFR1_HAFDBS;
	u64 bits = (has >= 1 ? TCR_HA : 0) | (has >= 2 ? TCR_HD : 0);
	u64 tcr = read_sysreg(tcr_el1);

	write_sysreg(tcr_el1, on ? tcr | bits : tcr & ~bits);
	isb();
	flush_tlb_kernel_all(); /* a TLB may hold these bits of TCR_EL1, too */
}

#endif
