/* SPDX-License-Identifier: MIT */
/*
 * How the host's model of an MMU writes one table entry. Physical addresses are
 * the process's own pointers: tables and pages are real, and the sanitizers see
 * every access to them.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <asm/mmu.h>
#include <bootmap/compiler.h>
#include <bootmap/mtrr.h>
#include <bootmap/layout.h>
#include <bootmap/types.h>

/* Set while tests use mtrr_whole_blocks(). */
extern bool host_borders;

#define PTE_VALID     BIT(0)
#define PTE_TABLE     BIT(1)
#define PTE_WRITE     BIT(2)
#define PTE_EXEC      BIT(3)
#define PTE_DEVICE    BIT(4)
#define PTE_UNCACHED  BIT(5)
#define PTE_POSTED    BIT(6)
#define PTE_CONT      BIT(7)
#define PTE_USER      0UL /* the model has no user mode */
#define PTE_ADDR_MASK GENMASK(47, PAGE_SHIFT)

#define PTE_MAY_CHANGE (PTE_WRITE | PTE_EXEC)

#include <bootmap/pgtable_types.h>

#define PAGE_KERNEL	__pgprot(PTE_VALID | PTE_WRITE)
#define PAGE_KERNEL_RO	__pgprot(PTE_VALID)
#define PAGE_KERNEL_ROX __pgprot(PTE_VALID | PTE_EXEC)
#define PAGE_IO		__pgprot(PTE_VALID | PTE_WRITE | PTE_DEVICE | PTE_POSTED)
#define PAGE_IO_NP	__pgprot(PTE_VALID | PTE_WRITE | PTE_DEVICE)
#define PAGE_IO_WC	__pgprot(PTE_VALID | PTE_WRITE | PTE_UNCACHED)
#define PAGE_IO_UC	NO_SUCH_TYPE
#define PAGE_IO_WT	NO_SUCH_TYPE

/* The only store to a live entry. The walker sees it after the next barrier. */
static inline void set_pte(pte_t *ptep, pte_t pte)
{
	mmu_store(&ptep->val, pte.val);
}

static inline pte_t pte_mkpage(phys_addr_t phys, pgprot_t prot)
{
	return (pte_t){ (phys & PTE_ADDR_MASK) | prot.val };
}

/* A page or block at @level. */
static inline pte_t pte_mkleaf(phys_addr_t phys, pgprot_t prot, int level)
{
	(void)level; /* PTE_TABLE alone tells */
	return pte_mkpage(phys, prot);
}

/* Fills @nr invalid entries that continue each other, @step bytes apart. */
static inline void set_pte_run(pte_t *ptep, pte_t pte, unsigned long nr, unsigned long step)
{
	for (; nr; nr--, pte.val += step)
		set_pte(ptep++, pte);
}

/* Makes @nr entries invalid, whatever they are. */
static inline void clear_pte_run(pte_t *ptep, unsigned long nr)
{
	for (; nr; nr--)
		set_pte(ptep++, PTE_NONE);
}

/* As many as on AArch64, so that the same code runs. */
#define CONT_PTES 16

static inline pte_t pte_mktable(phys_addr_t table)
{
	return (pte_t){ table | PTE_VALID | PTE_TABLE };
}

static inline bool pte_is_table(pte_t pte, int level)
{
	return level < LEVEL_PTE && (pte.val & PTE_VALID) && (pte.val & PTE_TABLE);
}

/* As on real machines, LEVEL_TOP has no blocks. */
static inline bool pte_is_leaf(pte_t pte, int level)
{
	return level > LEVEL_TOP && (pte.val & PTE_VALID) && !(pte.val & PTE_TABLE);
}

static inline phys_addr_t pte_phys(pte_t pte)
{
	return pte.val & PTE_ADDR_MASK;
}

/* As on real machines, LEVEL_TOP has none. */
static inline bool level_has_blocks(int level)
{
	return level == LEVEL_PUD || level == LEVEL_PMD;
}

/* A test may have borders that cut blocks, as x86's range registers can. */
static inline unsigned long whole_blocks(phys_addr_t phys, unsigned long nr, unsigned int shift)
{
	return host_borders ? mtrr_whole_blocks(phys, nr, shift) : nr;
}

static inline bool pte_writable(pte_t pte)
{
	return pte.val & PTE_WRITE;
}

/* Can an entry forbid execution? Then pte_executable() of a writable one is a mistake. */
static inline bool cpu_forbids_execution(void)
{
	return true;
}

static inline bool pte_executable(pte_t pte)
{
	return pte.val & PTE_EXEC;
}

static inline bool pte_same_type(pte_t a, pte_t b)
{
	return !((a.val ^ b.val) & (PTE_DEVICE | PTE_UNCACHED | PTE_POSTED));
}

static inline bool pte_device(pte_t pte)
{
	return pte.val & PTE_DEVICE;
}

/* Enough for the pointers of any 64-bit Linux process. */
static inline unsigned int phys_addr_bits(void)
{
	return 48;
}

#define __pa_symbol(symbol) ((phys_addr_t)(unsigned long)(symbol))

static inline pte_t *table_from_phys(phys_addr_t table)
{
	return (pte_t *)(unsigned long)table;
}

/* No memory of this process is higher, and there are addresses behind its linear map. */
#define LINEAR_MAP_LIMIT (BIT(47) - 2 * PMD_SIZE)

/* RAM is this process's own memory: there is no linear map. */
#define __va(phys) ((void *)(unsigned long)(phys))
#define __pa(ptr)  ((phys_addr_t)(unsigned long)(ptr))

static inline bool in_linear_map(unsigned long va)
{
	return va < KERNEL_HALF;
}

/* A mapped kernel address as something to read: translated here, since no MMU will. */
static inline void *kernel_pointer(unsigned long va)
{
	return mmu_access(va, 1, TRAP_READ);
}

/* The table from which a walk for @va starts: the host has a kernel's half only. */
static inline phys_addr_t pgtable_root(unsigned long va)
{
	extern pte_t init_top_pgt[PTRS_PER_TABLE];

	return va >= KERNEL_HALF ? __pa_symbol(init_top_pgt) : 0;
}

#endif
