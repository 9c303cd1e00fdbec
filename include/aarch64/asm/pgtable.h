/* SPDX-License-Identifier: MIT */
/*
 * The encoding of one table entry on AArch64 (VMSAv8-64 descriptors with a 4 KiB granule, Arm ARM
 * DDI 0487J.a, D8.3). Generic code does not depend on it.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <asm/sysreg.h>

#define PTE_VALID_SHIFT	   0
#define PTE_VALID	   (UL(1) << PTE_VALID_SHIFT)
#define PTE_TABLE	   (UL(1) << 1) /* LEVEL_PTE: a page, and 0 is reserved. Above: a table follows */
#define PTE_ATTRINDX_SHIFT 2
#define PTE_ATTRINDX(mt)   (UL(mt) << PTE_ATTRINDX_SHIFT)
#define PTE_USER	   (UL(1) << 6) /* AP[1]: EL0 may access too */
#define PTE_RDONLY	   (UL(1) << 7) /* AP[2] */
#define PTE_SH_INNER	   (UL(3) << 8)
#define PTE_AF		   (UL(1) << 10) /* access flag: clear means fault on first use */
#define PTE_NG		   (UL(1) << 11)
#define PTE_ADDR_MASK	   UL(0x0000fffffffff000)
#define PTE_CONT	   (UL(1) << 52)
#define PTE_PXN		   (UL(1) << 53)
#define PTE_UXN		   (UL(1) << 54)
#define PTE_SW		   (UL(0xf) << 55) /* ignored by the hardware */

/* Not the address, the size, the memory type or contiguity (Arm ARM, D8.16.1). */
#define PTE_MAY_CHANGE (PTE_RDONLY | PTE_PXN | PTE_UXN | PTE_SW)

#define PTE_TYPE_TABLE (PTE_VALID | PTE_TABLE)
#define PTE_TYPE_PAGE  (PTE_VALID | PTE_TABLE)

/* Common to all kernel pages: access flag set, coherent, never executable by EL0. */
#define PROT_DEFAULT	   (PTE_TYPE_PAGE | PTE_AF | PTE_SH_INNER | PTE_UXN)
#define PROT_KERNEL_ROX	   (PROT_DEFAULT | PTE_ATTRINDX(MT_NORMAL) | PTE_RDONLY)
#define PROT_KERNEL_RO	   (PROT_KERNEL_ROX | PTE_PXN)
#define PROT_KERNEL	   (PROT_DEFAULT | PTE_ATTRINDX(MT_NORMAL) | PTE_PXN)
#define PROT_NORMAL_NC	   (PROT_DEFAULT | PTE_ATTRINDX(MT_NORMAL_NC) | PTE_PXN)
#define PROT_DEVICE_nGnRE  (PROT_DEFAULT | PTE_ATTRINDX(MT_DEVICE_nGnRE) | PTE_PXN)
#define PROT_DEVICE_nGnRnE (PROT_DEFAULT | PTE_ATTRINDX(MT_DEVICE_nGnRnE) | PTE_PXN)

#ifndef __ASSEMBLER__
#include <bootmap/compiler.h>
#include <bootmap/pgtable_types.h>

#define PAGE_KERNEL	__pgprot(PROT_KERNEL)
#define PAGE_KERNEL_RO	__pgprot(PROT_KERNEL_RO)
#define PAGE_KERNEL_ROX __pgprot(PROT_KERNEL_ROX)
/* Attributes for ioremap() and its variants. */
#define PAGE_IO	   __pgprot(PROT_DEVICE_nGnRE)
#define PAGE_IO_NP __pgprot(PROT_DEVICE_nGnRnE)
#define PAGE_IO_WC __pgprot(PROT_NORMAL_NC)
#define PAGE_IO_UC NO_SUCH_TYPE
#define PAGE_IO_WT NO_SUCH_TYPE

/*
 * Stores one entry, with one instruction, so that the hardware reads either the old entry or the
 * new one. Barriers are up to the caller (<asm/tlbflush.h>).
 */
static inline void set_pte(pte_t *ptep, pte_t pte)
{
	WRITE_ONCE(*ptep, pte);
}

static inline pte_t pte_mkpage(phys_addr_t phys, pgprot_t prot)
{
	return (pte_t){ (phys & PTE_ADDR_MASK) | prot.val };
}

/* A page or block at @level. A block differs from a table only in bit 1. */
static inline pte_t pte_mkleaf(phys_addr_t phys, pgprot_t prot, int level)
{
	return (pte_t){ pte_mkpage(phys, prot).val & ~(level < LEVEL_PTE ? PTE_TABLE : 0) };
}

/* Stores two entries. For the hardware's walk these are two stores (Arm ARM, B2.2.1). */
static __always_inline pte_t *set_pte_pair(pte_t *ptep, u64 even, u64 odd)
{
	__asm__ volatile("stp %x1, %x2, [%0], #16" : "+r"(ptep) : "rZ"(even), "rZ"(odd) : "memory");
	return ptep;
}

/* Fills @nr invalid entries, whose addresses increase by @step bytes. */
static inline void set_pte_run(pte_t *ptep, pte_t pte, unsigned long nr, unsigned long step)
{
	u64 even = pte.val, odd;

	for (; nr % 8; nr--, even += step)
		set_pte(ptep++, (pte_t){ even });
	for (odd = even + step; nr; nr -= 8)
		FOUR_TIMES({
			ptep = set_pte_pair(ptep, even, odd);
			even += 2 * step;
			odd += 2 * step;
		});
}

/* Makes @nr entries invalid. */
static inline void clear_pte_run(pte_t *ptep, unsigned long nr)
{
	for (; nr % 8; nr--)
		set_pte(ptep++, PTE_NONE);
	for (; nr; nr -= 8)
		FOUR_TIMES(ptep = set_pte_pair(ptep, 0, 0));
}

/* With this hint, sixteen contiguous entries can share one entry of the TLB. */
#define CONT_PTES 16

static inline pte_t pte_mktable(phys_addr_t table)
{
	return (pte_t){ table | PTE_TYPE_TABLE };
}

static inline bool pte_is_table(pte_t pte, int level)
{
	return level < LEVEL_PTE && (pte.val & PTE_TYPE_TABLE) == PTE_TYPE_TABLE;
}

/* Bit 1 clear at LEVEL_PTE, and clear to mean "block" at LEVEL_TOP, are reserved: they fault. */
static inline bool pte_is_leaf(pte_t pte, int level)
{
	bool page_bit = pte.val & PTE_TABLE;

	return (pte.val & PTE_VALID) &&
	       (level == LEVEL_PTE ? page_bit : level > LEVEL_TOP && !page_bit);
}

static inline phys_addr_t pte_phys(pte_t pte)
{
	return pte.val & PTE_ADDR_MASK;
}

/* With 4 KiB pages, LEVEL_TOP has no blocks (Arm ARM, D8.3.1). */
static inline bool level_has_blocks(int level)
{
	return level == LEVEL_PUD || level == LEVEL_PMD;
}

/* Number of these blocks that may be mapped by one entry each: all. */
static inline unsigned long whole_blocks(phys_addr_t phys, unsigned long nr, unsigned int shift)
{
	(void)phys;
	(void)shift;
	return nr;
}

static inline bool pte_writable(pte_t pte)
{
	return !(pte.val & PTE_RDONLY);
}

/* Can an entry forbid execution? Then pte_executable() of a writable one is a mistake. */
static inline bool cpu_forbids_execution(void)
{
	return true;
}

static inline bool pte_executable(pte_t pte)
{
	return !(pte.val & PTE_PXN);
}

/* Do both entries say the same of what may be cached, gathered, and posted? */
static inline bool pte_same_type(pte_t a, pte_t b)
{
	return !((a.val ^ b.val) & PTE_ATTRINDX(7));
}

/*
 * How many bits a physical address may have: what head.S told the MMU in TCR_EL1.IPS, which has
 * the encoding of ID_AA64MMFR0_EL1.PARange. Without an MMU it is what the CPU has.
 */
static inline unsigned int phys_addr_bits(void)
{
	static const u8 bits[8] = { 32, 36, 40, 42, 44, 48, 52, 56 };

	if (!CONFIG_MMU)
		return bits[read_sysreg(id_aa64mmfr0_el1) & 7];
	return bits[(read_sysreg(tcr_el1) >> TCR_IPS_SHIFT) & 7];
}

/*
 * From this bit on, all bits of an address must be equal: TCR_EL1.T0SZ and T1SZ are 64 - VA_BITS.
 */
#define FIRST_EQUAL_BIT VA_BITS

/* The table from which a walk for @va starts, 0 when no region of the MMU covers @va. */
static inline phys_addr_t pgtable_root(unsigned long va)
{
	if (va >> VA_BITS == 0)
		return read_sysreg(ttbr0_el1) & PTE_ADDR_MASK;
	if (va >= KERNEL_HALF)
		return read_sysreg(ttbr1_el1) & PTE_ADDR_MASK;
	return 0;
}
#endif

#endif
