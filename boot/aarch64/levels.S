/* SPDX-License-Identifier: MIT */
/*
 * Goes from the exception level of entry down to EL1, with the MMU off. A kernel that is
 * entered at EL2 or EL3 must set up the registers of these levels. Most have no defined value
 * after a reset, and a set bit may trap an instruction of EL1 to a level without a handler.
 * The registers of an extension exist only if a field of an ID register says so
 * (Arm ARM DDI 0487J.a, D19.2; Linux, Documentation/arm64/booting.rst).
 */
#include "head.inc"

	.text

/*
 * unless_id \register, \shift, \least, \label: go to \label if a field of an ID register
 * is below \least, which means that the CPU lacks a feature
 * clobbers: x0, flags
 */
.macro unless_id register, shift, least, label
	mrs	x0, \register
	ubfx	x0, x0, #\shift, #ID_FIELD_WIDTH
	cmp	x0, #\least
	b.lo	\label
.endm

/*
 * longest_vectors \sve, \sme: permit the longest vectors that the hardware has
 * \sve, \sme: ZCR and SMCR of this level, which limit the vector length of EL1
 * clobbers: x0, x1, flags
 */
.macro longest_vectors sve, sme
	mov	x1, #VECTOR_LENGTH_MAX
	unless_id id_aa64pfr0_el1, PFR0_SVE_SHIFT, 1, .Lno_sve\@
	msr	\sve, x1
.Lno_sve\@:
	unless_id id_aa64pfr1_el1, PFR1_SME_SHIFT, 1, .Lno_sme\@
	msr	\sme, x1
.Lno_sme\@:
.endm

/*
 * open_gic \sre: enable the GIC's system registers, at this level and below
 * If Enable is clear, EL1's access to ICC_SRE_EL1 traps; if SRE is clear, its use of the others.
 * The ID register can be wrong: QEMU's a64fx reports these registers even with a GICv2. So an
 * undefined instruction is expected here.
 * in: recover = 0   clobbers: x0-x2, flags
 * out: Z set: the system registers exist
 */
.macro open_gic sre
	unless_id id_aa64pfr0_el1, PFR0_GIC_SHIFT, 1, .Lno_gic\@
	adr	recover, .Lundefined\@
	mrs	x0, \sre
	mov	recover, xzr
	orr	x0, x0, #ICC_SRE_SRE
	orr	x0, x0, #ICC_SRE_ENABLE
	msr	\sre, x0
	isb
	mrs	x0, \sre		/* with a memory-mapped GIC this bit stays 0 */
	and	x0, x0, #ICC_SRE_SRE
	cmp	x0, #ICC_SRE_SRE
	b	.Lno_gic\@
.Lundefined\@:
	cmp	recover, xzr		/* not equal: Z is clear */
	mov	recover, xzr
.Lno_gic\@:
.endm

/*
 * Goes to EL1 with the MMU off and no traps.
 *
 * If entered at EL3, the kernel stays in the secure state, because no firmware remains. It can
 * then use the secure devices, such as the secure PL061. Secure EL2 stays disabled, so EL3 goes
 * to EL1 directly, and the registers of EL2 have no effect.
 *
 * out: el   clobbers: x0-x3, x10, recover
 */
func leave_higher_levels
	mov	x10, lr
	mov	recover, xzr
	mrs	x0, CurrentEL
	lsr	el, x0, #CURRENT_EL_SHIFT
	cmp	el, #2
	b.eq	.Lfrom_el2
	b.hi	.Lfrom_el3

	mrs	x0, sctlr_el1
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	msr	spsel, #1
	msr	daifset, #0xf
	mov_q	x0, SCTLR_MMU_OFF
	msr	sctlr_el1, x0
	isb
	ret	x10

.Lfrom_el3:
	mrs	x0, sctlr_el3
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	/* Without PSCI all cores arrive here: the first one boots, the others stop. */
	mrs	x0, mpidr_el1
	tst	x0, #(MPIDR_AFFINITY & 0xffffffff)
	b.ne	boot_stop
	adr_l	x0, vectors
	msr	vbar_el3, x0
	bl	open_el3
	mov	x0, #SPSR_DAIF | SPSR_EL1H
	msr	spsr_el3, x0
	msr	elr_el3, x10
	mov_q	x0, SCTLR_MMU_OFF
	msr	sctlr_el1, x0
	isb
	eret

.Lfrom_el2:
	mrs	x0, sctlr_el2
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	adr_l	x0, vectors
	msr	vbar_el2, x0
	bl	open_el2
	bl	open_el2_extensions
	mov	x0, #SPSR_DAIF | SPSR_EL1H
	msr	spsr_el2, x0
	msr	elr_el2, x10
	mov_q	x1, SCTLR_MMU_OFF
	mrs	x0, hcr_el2
	tbnz	x0, #HCR_E2H_SHIFT, 1f
	msr	sctlr_el1, x1
	isb
	eret
1:	msr	SYS_SCTLR_EL12, x1	/* with E2H, the name SCTLR_EL1 means EL2's own */
	isb
	eret

.Lmmu_on:
	fail	BOOT_FAIL_MMU_ON, "the boot loader left the MMU on"
endfunc leave_higher_levels

/* Disables the traps to EL3. clobbers: x0-x2, flags */
func open_el3
	/*
	 * SErrors and interrupts go to EL1; EL1 may use pointer authentication and the secure
	 * timer.
	 */
	mov_q	x0, SCR_RES1 | SCR_SMD | SCR_RW | SCR_ST | SCR_APK | SCR_API
	msr	scr_el3, x0
	/* No traps of debug registers and PMU; the counters count in the secure state. */
	mov_q	x0, MDCR_EL3_SPME
	msr	mdcr_el3, x0
	/* FP, SIMD, CPACR_EL1 trap if their bit is set; SVE and SME trap if their bit is clear. */
	mov	x2, xzr
	unless_id id_aa64pfr0_el1, PFR0_SVE_SHIFT, 1, 1f
	orr	x2, x2, #CPTR_EL3_EZ
1:	unless_id id_aa64pfr1_el1, PFR1_SME_SHIFT, 1, 2f
	orr	x2, x2, #CPTR_EL3_ESM
2:	msr	cptr_el3, x2
	isb				/* without it the next two would trap */
	longest_vectors SYS_ZCR_EL3, SYS_SMCR_EL3
	open_gic SYS_ICC_SRE_EL3
	/* MPAM registers of EL1: reset sets TRAPLOWER, so it is cleared. */
	unless_id id_aa64pfr0_el1, PFR0_MPAM_SHIFT, 1, 3f
	msr	SYS_MPAM3_EL3, xzr
3:	ret
endfunc open_el3

/* Disables the traps to EL2 that exist on every CPU. clobbers: x0-x3, flags */
func open_el2
	/* No second stage of translation; interrupts and SErrors go to EL1. */
	mov_q	x0, HCR_RW | HCR_APK | HCR_API
	msr	hcr_el2, x0
	isb
	/* On some CPUs E2H cannot be cleared. It moves fields of other registers. */
	mrs	x0, hcr_el2
	tbnz	x0, #HCR_E2H_SHIFT, 1f
	mov	x3, #CNTHCTL_EL1PCTEN | CNTHCTL_EL1PCEN
	mov	x2, #CPTR_EL2_RES1
	unless_id id_aa64pfr0_el1, PFR0_SVE_SHIFT, 1, 2f
	bic	x2, x2, #CPTR_EL2_TZ
2:	unless_id id_aa64pfr1_el1, PFR1_SME_SHIFT, 1, 3f
	bic	x2, x2, #CPTR_EL2_TSM
	b	3f
1:	mov	x3, #(CNTHCTL_EL1PCTEN | CNTHCTL_EL1PCEN) << CNTHCTL_E2H_SHIFT
	mov_q	x2, CPTR_E2H_FPEN | CPTR_E2H_ZEN | CPTR_E2H_SMEN
	/* No traps of the physical counter and timer; the virtual counter has no offset. */
3:	msr	cnthctl_el2, x3
	msr	cntvoff_el2, xzr
	/* No traps of FP, SIMD, SVE and SME to EL2; EL1 controls them with CPACR_EL1. */
	msr	cptr_el2, x2
	isb				/* without it the next two would trap */
	longest_vectors SYS_ZCR_EL2, SYS_SMCR_EL2
	msr	hstr_el2, xzr		/* no traps of system registers of 32-bit code */
	msr	vttbr_el2, xzr
	/* The values that EL1 reads as MIDR_EL1 and MPIDR_EL1. */
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0
	/*
	 * No traps of debug registers and PMU. All event counters of a standard PMU belong to EL1.
	 */
	mrs	x0, id_aa64dfr0_el1
	ubfx	x0, x0, #DFR0_PMUVER_SHIFT, #DFR0_PMUVER_WIDTH
	sub	x1, x0, #1
	cmp	x1, #DFR0_PMUVER_IMPDEF - 1
	mov	x0, xzr
	b.hs	4f
	mrs	x0, pmcr_el0
	ubfx	x0, x0, #PMCR_N_SHIFT, #PMCR_N_WIDTH
4:	msr	mdcr_el2, x0
	ret
endfunc open_el2

/* The same for extensions, which have registers of their own. clobbers: x0, flags */
func open_el2_extensions
	/*
	 * No traps of ICC_ registers. ICH_HCR_EL2 could trap some, and replace others by virtual
	 * ones.
	 */
	open_gic SYS_ICC_SRE_EL2
	b.ne	1f
	msr	SYS_ICH_HCR_EL2, xzr
	/*
	 * No fine-grained traps of system registers, nor of cache, TLB and AT instructions. A bit
	 * whose name begins with n traps if it is clear, but these exist only for newer features
	 * that this kernel does not use.
	 */
1:	unless_id id_aa64mmfr0_el1, MMFR0_FGT_SHIFT, 1, 3f
	msr	SYS_HFGRTR_EL2, xzr
	msr	SYS_HFGWTR_EL2, xzr
	msr	SYS_HFGITR_EL2, xzr
	msr	SYS_HDFGRTR_EL2, xzr
	msr	SYS_HDFGWTR_EL2, xzr
	unless_id id_aa64pfr0_el1, PFR0_AMU_SHIFT, 1, 2f
	msr	SYS_HAFGRTR_EL2, xzr	/* activity monitors */
2:	unless_id id_aa64mmfr0_el1, MMFR0_FGT_SHIFT, 2, 3f
	msr	SYS_HFGRTR2_EL2, xzr
	msr	SYS_HFGWTR2_EL2, xzr
	msr	SYS_HFGITR2_EL2, xzr
	msr	SYS_HDFGRTR2_EL2, xzr
	msr	SYS_HDFGWTR2_EL2, xzr
	/* This register could change some of these traps, and the priorities of interrupts. */
3:	unless_id id_aa64mmfr1_el1, MMFR1_HCX_SHIFT, 1, 4f
	msr	SYS_HCRX_EL2, xzr
	/*
	 * No traps of MPAM's registers of EL1; MPAMHCR_EL2, if it exists, could trap MPAMIDR_EL1.
	 */
4:	unless_id id_aa64pfr0_el1, PFR0_MPAM_SHIFT, 1, 5f
	msr	SYS_MPAM2_EL2, xzr
	mrs	x0, SYS_MPAMIDR_EL1
	tbz	x0, #MPAMIDR_HAS_HCR_SHIFT, 5f
	msr	SYS_MPAMHCR_EL2, xzr
5:	ret
endfunc open_el2_extensions

/*
 * Handles an exception to EL2 or EL3, at physical addresses, until the machine is switched off.
 * An HVC returns the error for an unknown function (Arm DEN 0028). After an undefined instruction,
 * continues at recover if that is not 0. Only the code above uses this; undefined instructions of
 * EL1 are handled at EL1. Any other exception is a trap that this file has not disabled.
 * in: at EL2 or EL3   out: x0 = SMCCC_NOT_SUPPORTED after an HVC
 * clobbers: x0, x1, x2 (SMCCC leaves x1 and x2 to the callee)
 */
func upper_exception
	mrs	x1, CurrentEL
	lsr	x1, x1, #CURRENT_EL_SHIFT
	cmp	x1, #2
	b.hi	1f
	mrs	x1, esr_el2
	b	2f
1:	mrs	x1, esr_el3
2:	lsr	x2, x1, #ESR_EC_SHIFT
	cmp	x2, #ESR_EC_HVC64
	b.eq	3f
	cbz	x2, 4f
5:	mov	x0, x1
	fail	BOOT_FAIL_EXCEPTION, "an exception was taken to a level above the kernel; the value is its ESR"
3:	mov	x0, #SMCCC_NOT_SUPPORTED
	eret
4:	cbz	recover, 5b		/* class 0: undefined instruction, or unknown reason */
	mrs	x2, CurrentEL
	tbnz	x2, #CURRENT_EL_SHIFT, 6f	/* EL3 */
	msr	elr_el2, recover
	eret
6:	msr	elr_el3, recover
	eret
endfunc upper_exception
