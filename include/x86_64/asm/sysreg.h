/* SPDX-License-Identifier: MIT */
/*
 * Control registers, model-specific registers and CPUID bits that this kernel uses, by
 * the names of Intel's manual (SDM, volume 3, 2.5, 4.1.4 and 12.12; volume 4). C and
 * assembly read the same list.
 *
 * "SDM" is the Intel 64 and IA-32 Architectures Software Developer's Manual. All files number
 * its sections as the editions of 2023 do (volume 3: order number 325384). In these, paging is
 * chapter 4 of volume 3, interrupts are chapter 6, the APIC is chapter 11, and caches are
 * chapter 12. Other editions number some chapters differently.
 */
#ifndef ASM_SYSREG_H
#define ASM_SYSREG_H

#include <bootmap/layout.h>

#define CR0_PE	  (UL(1) << 0)
#define CR0_MP	  (UL(1) << 1)
#define CR0_ET	  (UL(1) << 4)
#define CR0_NE	  (UL(1) << 5)
#define CR0_WP	  (UL(1) << 16) /* the kernel, too, obeys read-only entries */
#define CR0_PG	  (UL(1) << 31)
#define CR0_VALUE (CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG)

#define CR4_PAE	   (UL(1) << 5)
#define CR4_MCE	   (UL(1) << 6) /* machine checks are exceptions; else they end in a reset */
#define CR4_PGE	   (UL(1) << 7)
#define CR4_OSFXSR (UL(1) << 9) /* SSE, which the C library uses */

#define MSR_APIC_BASE	     0x1b
#define MSR_MCG_CAP	     0x179
#define MSR_PAT		     0x277
#define MSR_MTRR_CAP	     0xfe
#define MSR_MTRR_PHYSBASE(n) (0x200 + 2 * (n))
#define MSR_MTRR_PHYSMASK(n) (0x201 + 2 * (n))
#define MSR_MTRR_FIXED_FIRST 0x250
#define MSR_MTRR_DEFTYPE     0x2ff
#define MSR_MC_CTL(bank)     (0x400 + 4 * (bank))
#define MSR_MC_STATUS(bank)  (0x401 + 4 * (bank))
#define MSR_MC_ADDR(bank)    (0x402 + 4 * (bank))
#define MSR_EFER	     0xc0000080
#define MSR_FS_BASE	     0xc0000100

#define APIC_BASE_X2APIC  (UL(1) << 10)
#define APIC_BASE_ENABLE  (UL(1) << 11)
#define APIC_BASE_ADDRESS UL(0x000ffffffffff000)

#define EFER_LME (UL(1) << 8)
#define EFER_NXE (UL(1) << 11)

/* MTRR_DEFTYPE: the type of memory that no range register names, and whether they are on */
#define MTRR_DEFTYPE_TYPE   UL(0xff)
#define MTRR_DEFTYPE_FIXED  (UL(1) << 10)
#define MTRR_DEFTYPE_ENABLE (UL(1) << 11)

/* MTRR_CAP: how many variable ranges there are, and whether there are fixed ones; these end at 1 MiB */
#define MTRR_CAP_VARIABLE UL(0xff)
#define MTRR_CAP_FIXED	  (UL(1) << 8)
#define MTRR_FIXED_END	  UL(0x100000)

#define MTRR_PHYSMASK_VALID (UL(1) << 11)

/*
 * The page attribute table: one byte a memory type. The first four entries are those
 * that the bits PCD and PWT of an entry choose; the last one needs its PAT bit, too.
 * Index 0 stays write-back, because entries that lead to tables use it.
 */
#define MT_WRITE_BACK	   0
#define MT_WRITE_COMBINING 1
#define MT_UC_MINUS	   2 /* uncached, but an MTRR may say write-combining */
#define MT_UNCACHED	   3
#define MT_WRITE_THROUGH   7
#define PAT_UC		   UL(0)
#define PAT_WC		   UL(1)
#define PAT_WT		   UL(4)
#define PAT_WB		   UL(6)
#define PAT_UC_MINUS	   UL(7)
#define PAT_VALUE                                                                               \
	((PAT_WB << (8 * MT_WRITE_BACK)) | (PAT_WC << (8 * MT_WRITE_COMBINING)) |               \
	 (PAT_UC_MINUS << (8 * MT_UC_MINUS)) | (PAT_UC << (8 * MT_UNCACHED)) | (PAT_WB << 32) | \
	 (PAT_WB << 40) | (PAT_UC_MINUS << 48) | (PAT_WT << (8 * MT_WRITE_THROUGH)))

/* CPUID leaves, and the bits of them that matter here */
#define CPUID_FEATURES	   1
#define CPUID_EXT_MAX	   0x80000000
#define CPUID_EXT_FEATURES 0x80000001
#define CPUID_EXT_SIZES	   0x80000008

#define CPUID_EDX_MCE  (UL(1) << 7)
#define CPUID_EDX_APIC (UL(1) << 9)
#define CPUID_EDX_MTRR (UL(1) << 12)
#define CPUID_EDX_PGE  (UL(1) << 13)
#define CPUID_EDX_MCA  (UL(1) << 14)
#define CPUID_EDX_PAT  (UL(1) << 16)
#define CPUID_EDX_NX   (UL(1) << 20) /* leaf CPUID_EXT_FEATURES */
#define CPUID_EDX_1GB  (UL(1) << 26)
#define CPUID_EDX_LM   (UL(1) << 29)

/* Selectors: where descriptors stand in the GDT */
#define KERNEL_CS 0x08
#define KERNEL_DS 0x10
#define TSS_SEL	  0x18

#ifndef __ASSEMBLER__
#include <bootmap/types.h>

#define read_cr(number)                                                               \
	({                                                                            \
		u64 value_;                                                           \
		__asm__ volatile("mov %%cr" #number ", %0" : "=r"(value_)::"memory"); \
		value_;                                                               \
	})
#define write_cr(number, value) \
	__asm__ volatile("mov %0, %%cr" #number ::"r"((u64)(value)) : "memory")

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static inline void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" ::"c"(msr), "a"((u32)value), "d"((u32)(value >> 32)) : "memory");
}

struct cpuid {
	u32 eax, ebx, ecx, edx;
};

static inline struct cpuid cpuid(u32 leaf)
{
	struct cpuid regs;

	__asm__ volatile("cpuid"
			 : "=a"(regs.eax), "=b"(regs.ebx), "=c"(regs.ecx), "=d"(regs.edx)
			 : "a"(leaf), "c"(0));
	return regs;
}
#endif

#endif
