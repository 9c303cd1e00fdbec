/* SPDX-License-Identifier: MIT */
/*
 * Address spaces on x86-64: CR3 holds the root of both halves. A write to CR3 drops all translations that
 * are not global, unless CR4.PCIDE is set: then bits 11:0 are the PCID, and with bit 63 set nothing is
 * dropped (SDM volume 3, 4.10.1 and 4.10.4.1).
 */
#ifndef ASM_EXPERIMENTS_SWITCH_SPACE_H
#define ASM_EXPERIMENTS_SWITCH_SPACE_H

#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <string.h>

#define CPUID_ECX_PCID (UL(1) << 17)
#define CR4_PCIDE      (UL(1) << 17)
#define CR3_NO_FLUSH   (UL(1) << 63)

/* A page of user mode, of one address space, and the same by mistake in all of them. */
#define PROT_USER	 ((PROT_KERNEL & ~PTE_GLOBAL) | PTE_USER)
#define PROT_USER_GLOBAL (PROT_KERNEL | PTE_USER)
/* User mode may access a page only if each entry on the way says so. */
#define TABLE_USER PTE_USER

#define TAG_NAME "PCID"

static inline bool cpu_has_tags(void)
{
	return cpuid(CPUID_FEATURES).ecx & CPUID_ECX_PCID;
}

static inline void show_missing_tags(void)
{
	if (!cpu_has_tags())
		pr_info("experiment: this CPU has no PCIDs: each switch drops what is not global");
}

static inline void show_missing_global_bit(void)
{
	if (!(boot_cpu.pte_mask & PTE_GLOBAL))
		pr_info("experiment: this CPU has no global entries");
}

/* PCID 0 must be in use when the bit changes. */
static inline void use_tags(bool on)
{
	if (cpu_has_tags())
		write_cr(4, on ? read_cr(4) | CR4_PCIDE : read_cr(4) & ~CR4_PCIDE);
}

static inline u64 read_root(void)
{
	return read_cr(3);
}

static inline void write_root(u64 root)
{
	write_cr(3, root);
}

/* The register's value for a root table and a PCID. */
static inline u64 tagged_root(phys_addr_t table, unsigned int pcid)
{
	return (read_cr(4) & CR4_PCIDE) ? table | pcid | CR3_NO_FLUSH : table;
}

/* The kernel's half is the same in all spaces. */
static inline void init_user_root(pte_t *root)
{
	memcpy(root, init_top_pgt, PAGE_SIZE);
}

#endif
