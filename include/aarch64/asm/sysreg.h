/* SPDX-License-Identifier: MIT */
/*
 * System register bits that this kernel uses, under the Arm ARM's names
 * (DDI 0487J.a, chapter D19). C and assembly read the same list.
 */
#ifndef ASM_SYSREG_H
#define ASM_SYSREG_H

#include <bootmap/layout.h>

/* CurrentEL, SPSR: exception levels, and the masks D A I F, as in register DAIF */
#define CURRENT_EL_SHIFT 2
#define SPSR_EL1H	 0x5
#define DAIF_SHIFT	 6
#define SPSR_DAIF	 (0xf << DAIF_SHIFT)
#define PSR_I		 (1 << 7)

/* SCTLR_EL1: bits 11, 20, 22, 23, 28, 29 read as one where their feature is absent */
#define SCTLR_M_SHIFT 0
#define SCTLR_M	      (UL(1) << SCTLR_M_SHIFT)
#define SCTLR_C	      (UL(1) << 2)
#define SCTLR_SA      (UL(1) << 3)
#define SCTLR_EOS     (UL(1) << 11)
#define SCTLR_I	      (UL(1) << 12)
#define SCTLR_WXN     (UL(1) << 19)
#define SCTLR_TSCXT   (UL(1) << 20)
#define SCTLR_EIS     (UL(1) << 22)
#define SCTLR_SPAN    (UL(1) << 23)
#define SCTLR_NTLSMD  (UL(1) << 28)
#define SCTLR_LSMAOE  (UL(1) << 29)
#define SCTLR_RES1    (SCTLR_EOS | SCTLR_TSCXT | SCTLR_EIS | SCTLR_SPAN | SCTLR_NTLSMD | SCTLR_LSMAOE)
#define SCTLR_MMU_OFF SCTLR_RES1
/* WXN: writable memory cannot be executed. */
#define SCTLR_MMU_ON (SCTLR_RES1 | SCTLR_M | SCTLR_C | SCTLR_SA | SCTLR_I | SCTLR_WXN)

/* TCR_EL1: two regions of VA_BITS, 4 KiB granule, walks cacheable and inner-shareable */
#define TCR_T0SZ_SHIFT 0
#define TCR_IRGN0_WBWA (UL(1) << 8)
#define TCR_ORGN0_WBWA (UL(1) << 10)
#define TCR_SH0_INNER  (UL(3) << 12)
#define TCR_T1SZ_SHIFT 16
#define TCR_IRGN1_WBWA (UL(1) << 24)
#define TCR_ORGN1_WBWA (UL(1) << 26)
#define TCR_SH1_INNER  (UL(3) << 28)
#define TCR_TG1_4K     (UL(2) << 30)
#define TCR_IPS_SHIFT  32
#define TCR_VALUE                                                                               \
	(((64 - VA_BITS) << TCR_T0SZ_SHIFT) | TCR_IRGN0_WBWA | TCR_ORGN0_WBWA | TCR_SH0_INNER | \
	 ((UL(64) - VA_BITS) << TCR_T1SZ_SHIFT) | TCR_IRGN1_WBWA | TCR_ORGN1_WBWA |             \
	 TCR_SH1_INNER | TCR_TG1_4K)

/*
 * MAIR_EL1: one byte for each memory type. Index 0 is the strictest Device type, so that an entry
 * without an attribute index is slow, but correct.
 */
#define MT_DEVICE_nGnRnE 0
#define MT_DEVICE_nGnRE	 1
#define MT_NORMAL_NC	 2
#define MT_NORMAL	 3
#define MAIR_VALUE                                                                    \
	((UL(0x00) << (8 * MT_DEVICE_nGnRnE)) | (UL(0x04) << (8 * MT_DEVICE_nGnRE)) | \
	 (UL(0x44) << (8 * MT_NORMAL_NC)) | (UL(0xff) << (8 * MT_NORMAL)))

/* CPACR_EL1: FP and SIMD registers usable (libfdt and the C library use a few) */
#define CPACR_FPEN_ALL (UL(3) << 20)

/* ICC_SRE_EL1: the GIC's CPU interface is system registers (Arm IHI 0069H, 12.2) */
#define ICC_SRE_SRE    (UL(1) << 0)
#define ICC_SRE_ENABLE (UL(1) << 3) /* of EL2 and EL3: lower levels may access ICC_SRE */

/* ID_AA64PFR0_EL1: 0: the core has no registers of a GICv3 */
#define PFR0_GIC_SHIFT 24
#define PFR0_GIC_WIDTH 4

/* ID_AA64MMFR0_EL1 */
#define MMFR0_PARANGE_SHIFT  0
#define MMFR0_PARANGE_WIDTH  4
#define MMFR0_PARANGE_48BITS 5
#define MMFR0_TGRAN4_SHIFT   28
#define MMFR0_TGRAN4_WIDTH   4
#define MMFR0_TGRAN4_NONE    0xf

/* ID_AA64DFR0_EL1 */
#define DFR0_PMUVER_SHIFT  8
#define DFR0_PMUVER_WIDTH  4
#define DFR0_PMUVER_IMPDEF 0xf

/* CTR_EL0.DminLine: log2 of the smallest data cache line in words */
#define CTR_DMINLINE_SHIFT 16
#define CTR_DMINLINE_WIDTH 4

/* DCZID_EL0: log2 of the words that DC ZVA clears, and whether it is forbidden */
#define DCZID_BS  UL(0xf)
#define DCZID_DZP (UL(1) << 4)

/* MPIDR_EL1: the affinity fields, which identify a core */
#define MPIDR_AFFINITY UL(0xff00ffffff)

/* The fields of ID registers for extensions are 4 bits wide; 0 means absent. */
#define ID_FIELD_WIDTH	4
#define PFR0_GIC_SHIFT	24
#define PFR0_SVE_SHIFT	32
#define PFR0_MPAM_SHIFT 40
#define PFR0_AMU_SHIFT	44
#define PFR1_SME_SHIFT	24
#define MMFR0_FGT_SHIFT 56
#define MMFR1_HCX_SHIFT 40

/* EL2: EL1 is AArch64; pointer authentication not trapped */
#define HCR_RW		      (UL(1) << 31)
#define HCR_E2H_SHIFT	      34
#define HCR_APK		      (UL(1) << 40)
#define HCR_API		      (UL(1) << 41)
#define CNTHCTL_EL1PCTEN      (UL(1) << 0)
#define CNTHCTL_EL1PCEN	      (UL(1) << 1)
#define CNTHCTL_E2H_SHIFT     10
#define CPTR_EL2_TZ	      (UL(1) << 8)
#define CPTR_EL2_TSM	      (UL(1) << 12)
#define CPTR_EL2_RES1	      UL(0x33ff) /* TZ and TSM, too, where their extension is absent */
#define CPTR_E2H_ZEN	      (UL(3) << 16)
#define CPTR_E2H_FPEN	      (UL(3) << 20)
#define CPTR_E2H_SMEN	      (UL(3) << 24)
#define PMCR_N_SHIFT	      11
#define PMCR_N_WIDTH	      5
#define MPAMIDR_HAS_HCR_SHIFT 17

/* ZCR_ELx, SMCR_ELx: the largest value of LEN; the hardware uses the longest vectors that it has */
#define VECTOR_LENGTH_MAX 0xf

/* EL3: EL1 is AArch64 and secure; SMC is undefined, because there is no firmware */
#define SCR_RES1      (UL(3) << 4)
#define SCR_SMD	      (UL(1) << 7)
#define SCR_RW	      (UL(1) << 10)
#define SCR_ST	      (UL(1) << 11)
#define SCR_APK	      (UL(1) << 16)
#define SCR_API	      (UL(1) << 17)
#define MDCR_EL3_SPME (UL(1) << 17)
#define CPTR_EL3_EZ   (UL(1) << 8)
#define CPTR_EL3_ESM  (UL(1) << 12)

/* ESR_ELx for the assembly; asm/esr.h has more */
#define ESR_EC_SHIFT 26
#define ESR_EC_HVC64 0x16
/* Firmware's result for an unknown function (Arm DEN 0028) */
#define SMCCC_NOT_SUPPORTED -1

/* Registers of later architectures, encoded by op0, op1, CRn, CRm, op2 for older assemblers */
#define SYS_SCTLR_EL12	 s3_5_c1_c0_0
#define SYS_ZCR_EL2	 s3_4_c1_c2_0
#define SYS_ZCR_EL3	 s3_6_c1_c2_0
#define SYS_SMCR_EL2	 s3_4_c1_c2_6
#define SYS_SMCR_EL3	 s3_6_c1_c2_6
#define SYS_ICC_SRE_EL2	 s3_4_c12_c9_5
#define SYS_ICC_SRE_EL3	 s3_6_c12_c12_5
#define SYS_ICH_HCR_EL2	 s3_4_c12_c11_0
#define SYS_HFGRTR_EL2	 s3_4_c1_c1_4
#define SYS_HFGWTR_EL2	 s3_4_c1_c1_5
#define SYS_HFGITR_EL2	 s3_4_c1_c1_6
#define SYS_HDFGRTR_EL2	 s3_4_c3_c1_4
#define SYS_HDFGWTR_EL2	 s3_4_c3_c1_5
#define SYS_HAFGRTR_EL2	 s3_4_c3_c1_6
#define SYS_HFGRTR2_EL2	 s3_4_c3_c1_2
#define SYS_HFGWTR2_EL2	 s3_4_c3_c1_3
#define SYS_HFGITR2_EL2	 s3_4_c3_c1_7
#define SYS_HDFGRTR2_EL2 s3_4_c3_c1_0
#define SYS_HDFGWTR2_EL2 s3_4_c3_c1_1
#define SYS_HCRX_EL2	 s3_4_c1_c2_2
#define SYS_MPAMIDR_EL1	 s3_0_c10_c4_4
#define SYS_MPAM2_EL2	 s3_4_c10_c5_0
#define SYS_MPAMHCR_EL2	 s3_4_c10_c4_0
#define SYS_MPAM3_EL3	 s3_6_c10_c5_0

/* PMU: the event that counts architecturally executed instructions */
#define PMCR_E		 (UL(1) << 0)
#define PMU_INST_RETIRED 0x08

/* PAR_EL1, the result of an AT instruction */
#define PAR_F	       (UL(1) << 0)
#define PAR_FST	       (UL(0x3f) << 1)
#define PAR_PA	       UL(0x0000fffffffff000)
#define PAR_ATTR_SHIFT 56

#ifndef __ASSEMBLER__
#include <bootmap/types.h>

#define read_sysreg(name)                                          \
	({                                                         \
		u64 value_;                                        \
		__asm__ volatile("mrs %0, " #name : "=r"(value_)); \
		value_;                                            \
	})
#define write_sysreg(name, value) \
	__asm__ volatile("msr " #name ", %x0" ::"rZ"((u64)(value)) : "memory")
#endif

#endif
