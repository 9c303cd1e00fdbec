/* SPDX-License-Identifier: MIT */
/*
 * Address spaces on AArch64: TTBR0_EL1 holds the root of the lower half, and above it the ASID. The TLB
 * uses an entry with nG set only for the ASID under which it was read (Arm ARM DDI 0487J.a, D8.13).
 */
#ifndef ASM_EXPERIMENTS_SWITCH_SPACE_H
#define ASM_EXPERIMENTS_SWITCH_SPACE_H

#include <asm/barrier.h>
#include <bootmap/pgtable.h>
#include <string.h>

#define TTBR_ASID_SHIFT 48

/* A page of user mode, of one address space, and the same by mistake in all of them. */
#define PROT_USER	 (PROT_KERNEL | PTE_USER | PTE_NG)
#define PROT_USER_GLOBAL (PROT_USER & ~PTE_NG)
/* What the entries above a page need so that user mode may access it: nothing. */
#define TABLE_USER 0UL

#define TAG_NAME "ASID"

/* Every CPU has both. */
static inline void show_missing_tags(void)
{
}

static inline void show_missing_global_bit(void)
{
}

static inline void use_tags(bool on __attribute__((unused)))
{
}

static inline u64 read_root(void)
{
	return read_sysreg(ttbr0_el1);
}

static inline void write_root(u64 root)
{
	write_sysreg(ttbr0_el1, root);
	isb();
}

/* The register's value for a root table and an ASID. */
static inline u64 tagged_root(phys_addr_t table, unsigned int asid)
{
	return table | (u64)asid << TTBR_ASID_SHIFT;
}

/* The kernel's half has a root of its own, TTBR1_EL1. */
static inline void init_user_root(pte_t *root)
{
	memset(root, 0, PAGE_SIZE);
}

#endif
