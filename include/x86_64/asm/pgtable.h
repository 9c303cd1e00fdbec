/* SPDX-License-Identifier: MIT */
/*
 * How x86-64 writes one table entry (4-level paging, Intel SDM volume 3, 4.5). Generic
 * code never looks inside a pte_t.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <asm/cpu.h>
#include <asm/sysreg.h>

#define PTE_PRESENT   (UL(1) << 0)
#define PTE_RW	      (UL(1) << 1)
#define PTE_USER      (UL(1) << 2)
#define PTE_PWT	      (UL(1) << 3)
#define PTE_PCD	      (UL(1) << 4)
#define PTE_ACCESSED  (UL(1) << 5)
#define PTE_DIRTY     (UL(1) << 6)
#define PTE_PS	      (UL(1) << 7)  /* LEVEL_PUD, LEVEL_PMD: a page, not a table */
#define PTE_PAT	      (UL(1) << 7)  /* LEVEL_PTE: third bit of the memory type … */
#define PTE_PAT_LARGE (UL(1) << 12) /* … which a larger page has here */
#define PTE_GLOBAL    (UL(1) << 8)
#define PTE_SW	      ((UL(7) << 9) | (UL(0x3f) << 53)) /* ignored by the hardware */
/*
 * Ignored, too: our mark of a page larger than 4 KiB, without which an entry means nothing without
 * its level.
 */
#define PTE_LARGE     (UL(1) << 52)
#define PTE_VALID     PTE_PRESENT
#define PTE_CONT      UL(0) /* no such hint: each entry is a group of its own */
#define PTE_ADDR_MASK UL(0x000ffffffffff000)
#define PTE_NX	      (UL(1) << 63)

/*
 * Rights may change in one store, before a flush. Another address would be seen by nobody's choice
 * now or later, and two memory types for one page at a time are undefined (SDM volume 3, 4.10.4 and
 * 12.12.4).
 */
#define PTE_MAY_CHANGE (PTE_RW | PTE_NX | PTE_ACCESSED | PTE_DIRTY | PTE_SW)

/*
 * Accessed and dirty are set from the start: the hardware then never writes to a table,
 * and an entry stays what we wrote. Rights are those of the leaf: tables allow all.
 */
#define PROT_TABLE	     (PTE_PRESENT | PTE_RW | PTE_ACCESSED)
#define PROT_DEFAULT	     (PTE_PRESENT | PTE_ACCESSED | PTE_GLOBAL)
#define PROT_KERNEL_ROX	     PROT_DEFAULT
#define PROT_KERNEL_RO	     (PROT_KERNEL_ROX | PTE_NX)
#define PROT_KERNEL	     (PROT_DEFAULT | PTE_RW | PTE_DIRTY | PTE_NX)
#define PROT_WRITE_COMBINING (PROT_KERNEL | PTE_PWT)
#define PROT_UC_MINUS	     (PROT_KERNEL | PTE_PCD)
#define PROT_UNCACHED	     (PROT_KERNEL | PTE_PCD | PTE_PWT)
#define PROT_WRITE_THROUGH   (PROT_KERNEL | PTE_PAT | PTE_PCD | PTE_PWT)

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/mtrr.h>
#include <bootmap/pgtable_types.h>

#define PAGE_KERNEL	__pgprot(PROT_KERNEL)
#define PAGE_KERNEL_RO	__pgprot(PROT_KERNEL_RO)
#define PAGE_KERNEL_ROX __pgprot(PROT_KERNEL_ROX)
/* What the members of the ioremap() family ask for. */
#define PAGE_IO	   __pgprot(PROT_UC_MINUS)
#define PAGE_IO_NP NO_SUCH_TYPE
#define PAGE_IO_UC __pgprot(PROT_UNCACHED)
#define PAGE_IO_WC __pgprot(PROT_WRITE_COMBINING)
#define PAGE_IO_WT __pgprot(PROT_WRITE_THROUGH)

/*
 * The only store to a live entry. One instruction, so that the walker sees the old entry or the new
 * one.
 */
static inline void set_pte(pte_t *ptep, pte_t pte)
{
	WRITE_ONCE(*ptep, pte);
}

/* Bits that this CPU does not know must be clear: an entry that has one set faults. */
static inline pte_t pte_mkpage(phys_addr_t phys, pgprot_t prot)
{
	return (pte_t){ (phys & PTE_ADDR_MASK) | (prot.val & boot_cpu.pte_mask) };
}

/* A page of any size at @level. In larger ones the PAT bit gives way to PTE_PS. */
static inline pte_t pte_mkleaf(phys_addr_t phys, pgprot_t prot, int level)
{
	u64 pat = (prot.val & PTE_PAT) ? PTE_PAT_LARGE : 0;

	if (level == LEVEL_PTE)
		return pte_mkpage(phys, prot);
	return (pte_t){ (pte_mkpage(phys, prot).val & ~PTE_PAT_LARGE) | PTE_PS | PTE_LARGE | pat };
}

/* Fills @nr invalid entries, whose addresses increase by @step bytes. */
static inline void set_pte_run(pte_t *ptep, pte_t pte, unsigned long nr, unsigned long step)
{
	for (; nr % 8; nr--, pte.val += step)
		set_pte(ptep++, pte);
	for (; nr; nr -= 8)
		EIGHT_TIMES({
			set_pte(ptep++, pte);
			pte.val += step;
		});
}

/* Makes @nr entries invalid. */
static inline void clear_pte_run(pte_t *ptep, unsigned long nr)
{
	for (; nr % 8; nr--)
		set_pte(ptep++, PTE_NONE);
	for (; nr; nr -= 8)
		EIGHT_TIMES(set_pte(ptep++, PTE_NONE));
}

#define CONT_PTES 1

static inline pte_t pte_mktable(phys_addr_t table)
{
	return (pte_t){ table | PROT_TABLE };
}

static inline bool pte_is_table(pte_t pte, int level)
{
	return level < LEVEL_PTE && (pte.val & PTE_VALID) && !(pte.val & PTE_PS);
}

/* PTE_PS is reserved at LEVEL_TOP: it faults. */
static inline bool pte_is_leaf(pte_t pte, int level)
{
	return (pte.val & PTE_VALID) &&
	       (level == LEVEL_PTE || (level > LEVEL_TOP && pte.val & PTE_PS));
}

static inline phys_addr_t pte_phys(pte_t pte)
{
	return pte.val & PTE_ADDR_MASK & ~((pte.val & PTE_LARGE) ? PTE_PAT_LARGE : 0);
}

/* Every CPU has 2 MiB pages, some have 1 GiB pages. */
static inline bool level_has_blocks(int level)
{
	return level == LEVEL_PMD || (level == LEVEL_PUD && boot_cpu.pud_blocks);
}

/* Number of these blocks, from the first one on, that may be mapped by one entry each. */
static inline unsigned long whole_blocks(phys_addr_t phys, unsigned long nr, unsigned int shift)
{
	return likely(phys > mtrr_last_border) ? nr : mtrr_whole_blocks(phys, nr, shift);
}

static inline bool pte_writable(pte_t pte)
{
	return pte.val & PTE_RW;
}

/* Can an entry forbid execution? If not, writable pages are always executable. */
static inline bool cpu_forbids_execution(void)
{
	return boot_cpu.pte_mask & PTE_NX;
}

static inline bool pte_executable(pte_t pte)
{
	return !(pte.val & PTE_NX);
}

/* The byte of the PAT that an entry selects: MT_…. */
static inline unsigned int pte_type(pte_t pte)
{
	u64 pat = (pte.val & PTE_LARGE) ? PTE_PAT_LARGE : PTE_PAT;

	return ((pte.val & pat) ? 4 : 0) + FIELD_GET(PTE_PCD | PTE_PWT, pte.val);
}

/* Do both entries say the same of what may be cached and gathered? */
static inline bool pte_same_type(pte_t a, pte_t b)
{
	return pte_type(a) == pte_type(b);
}

/* How many bits a physical address may have. */
static inline unsigned int phys_addr_bits(void)
{
	return boot_cpu.phys_bits;
}

/*
 * From this bit on, all bits of an address must be equal: it is canonical (SDM volume 1, 3.3.7.1).
 */
#define FIRST_EQUAL_BIT (VA_BITS - 1)

/* The root table for @va, 0 if @va is not a valid address. */
static inline phys_addr_t pgtable_root(unsigned long va)
{
	long sign = (long)va >> FIRST_EQUAL_BIT;

	return sign == 0 || sign == -1 ? read_cr(3) & PTE_ADDR_MASK : 0;
}
#endif

#endif
