/* SPDX-License-Identifier: MIT */
/*
 * Down to EL1, MMU off, from wherever the loader left us. Whoever enters a kernel at EL2 or
 * EL3 leaves the registers of these levels to it, and most have no defined value after a
 * reset: what is not cleared here may trap an instruction of EL1 to a level where nobody is.
 * Registers that came with an extension exist only where its field of an ID register says so
 * (Arm ARM DDI 0487J.a, D19.2; Linux, Documentation/arm64/booting.rst).
 */
#include "head.inc"

	.section .head.text.levels, "ax"

/*
 * unless_id \register, \shift, \least, \label: go to \label if a field of an ID register
 * is below \least: the CPU is without that feature
 * clobbers: x0, flags
 */
.macro unless_id register, shift, least, label
	mrs	x0, \register
	ubfx	x0, x0, #\shift, #ID_FIELD_WIDTH
	cmp	x0, #\least
	b.lo	\label
.endm

/*
 * longest_vectors \sve, \sme: vectors as long as the hardware has them
 * \sve, \sme: ZCR and SMCR of this level, which limit those of EL1
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
 * open_gic \sre: a GIC's registers are those of the CPU, here and below
 * Without Enable, EL1's access to ICC_SRE_EL1 is trapped, without SRE its use of the others.
 * The ID register is not always right: QEMU's a64fx claims these registers beside a GICv2, too.
 * in: recover = 0   clobbers: x0-x2, flags
 * out: Z set: the system registers are there
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
	mrs	x0, \sre		/* a GIC that is memory keeps this bit 0 */
	and	x0, x0, #ICC_SRE_SRE
	cmp	x0, #ICC_SRE_SRE
	b	.Lno_gic\@
.Lundefined\@:
	cmp	recover, xzr		/* not equal: Z is clear */
	mov	recover, xzr
.Lno_gic\@:
.endm

/*
 * To EL1 with the MMU off and nothing trapped.
 *
 * From EL3 we stay in the secure state: no firmware remains below us, so this
 * kernel is the secure world, and its devices (the secure PL061) are ours.
 * Secure EL2 stays off, so EL3 goes to EL1 directly, and no register of EL2 has a say.
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
	/* Without PSCI every core arrives here at once: the first one boots, the rest park. */
	mrs	x0, mpidr_el1
	tst	x0, #(MPIDR_AFFINITY & 0xffffffff)
	b.ne	boot_stop
	adr_l	x0, upper_vectors
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
	adr_l	x0, upper_vectors
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

/* What EL3 could trap. clobbers: x0-x2, flags */
func open_el3
	/* SErrors and interrupts go to EL1; pointer authentication and the secure timer, too. */
	mov_q	x0, SCR_RES1 | SCR_SMD | SCR_RW | SCR_ST | SCR_APK | SCR_API
	msr	scr_el3, x0
	/* Debug registers and the PMU; its counters count in the secure state. */
	mov_q	x0, MDCR_EL3_SPME
	msr	mdcr_el3, x0
	/* FP, SIMD, CPACR_EL1: trapped where a bit is set; SVE, SME: where it is clear. */
	mov	x2, xzr
	unless_id id_aa64pfr0_el1, PFR0_SVE_SHIFT, 1, 1f
	orr	x2, x2, #CPTR_EL3_EZ
1:	unless_id id_aa64pfr1_el1, PFR1_SME_SHIFT, 1, 2f
	orr	x2, x2, #CPTR_EL3_ESM
2:	msr	cptr_el3, x2
	isb				/* the next two are trapped without it */
	longest_vectors SYS_ZCR_EL3, SYS_SMCR_EL3
	open_gic SYS_ICC_SRE_EL3
	/* Each MPAM register of EL1: TRAPLOWER is set by reset. */
	unless_id id_aa64pfr0_el1, PFR0_MPAM_SHIFT, 1, 3f
	msr	SYS_MPAM3_EL3, xzr
3:	ret
endfunc open_el3

/* What EL2 could trap or change on every CPU. clobbers: x0-x3, flags */
func open_el2
	/* Memory goes through no second stage, and interrupts and SErrors to EL1. */
	mov_q	x0, HCR_RW | HCR_APK | HCR_API
	msr	hcr_el2, x0
	isb
	/* Some CPUs know EL2 only as a host's level: there E2H stays set, and moves fields. */
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
	/* The physical counter and timer; the virtual counter is the physical one. */
3:	msr	cnthctl_el2, x3
	msr	cntvoff_el2, xzr
	/* FP and SIMD; SVE and SME, so that EL1 itself decides and reports. */
	msr	cptr_el2, x2
	isb				/* the next two are trapped without it */
	longest_vectors SYS_ZCR_EL2, SYS_SMCR_EL2
	msr	hstr_el2, xzr		/* system registers of 32-bit code */
	msr	vttbr_el2, xzr
	/* What EL1 reads as MIDR_EL1 and MPIDR_EL1. */
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0
	/* Debug registers and the PMU. All event counters belong to EL1, if it is as architected. */
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

/* The same for extensions, each of which brought registers of its own. clobbers: x0, flags */
func open_el2_extensions
	/* Every ICC_ register; ICH_HCR_EL2 would trap some and give virtual ones for others. */
	open_gic SYS_ICC_SRE_EL2
	b.ne	1f
	msr	SYS_ICH_HCR_EL2, xzr
	/*
	 * Fine-grained traps: single system registers, and cache, TLB and AT instructions. A
	 * bit whose name begins with n traps where it is clear, but only what came later than
	 * this kernel's instructions.
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
	/* It turns some of these traps off and others on, and gives interrupts other priorities. */
3:	unless_id id_aa64mmfr1_el1, MMFR1_HCX_SHIFT, 1, 4f
	msr	SYS_HCRX_EL2, xzr
	/* MPAM's registers of EL1; where there is MPAMHCR_EL2, MPAMIDR_EL1 and virtual partitions. */
4:	unless_id id_aa64pfr0_el1, PFR0_MPAM_SHIFT, 1, 5f
	msr	SYS_MPAM2_EL2, xzr
	mrs	x0, SYS_MPAMIDR_EL1
	tbz	x0, #MPAMIDR_HAS_HCR_SHIFT, 5f
	msr	SYS_MPAMHCR_EL2, xzr
5:	ret
endfunc open_el2_extensions

/*
 * The vectors of the level that we came from, where nothing of this kernel runs any more, at
 * physical addresses for as long as the machine runs. An HVC is answered as by firmware that
 * does not know the function (Arm DEN 0028); anything else is a trap that was left open above.
 */
	.section .text.vectors.upper, "ax"
	.balign	2048
func upper_vectors
	.rept	16
	.balign	128
	b	upper_exception
	.endr
endfunc upper_vectors

	.text
/*
 * At an undefined instruction goes on at recover, if that is not 0: only code above asks for it, and
 * EL1's own undefined instructions stay at EL1.
 * in: at EL2 or EL3   out: x0 = SMCCC_NOT_SUPPORTED   clobbers: x1, x2 (SMCCC leaves them to the callee)
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
	fail	BOOT_FAIL_EXCEPTION, "an exception went to the level above the kernel; the value is its ESR"
3:	mov	x0, #SMCCC_NOT_SUPPORTED
	eret
4:	cbz	recover, 5b		/* class 0: an undefined instruction, or one of unknown reason */
	mrs	x2, CurrentEL
	tbnz	x2, #CURRENT_EL_SHIFT, 6f	/* EL3 */
	msr	elr_el2, recover
	eret
6:	msr	elr_el3, recover
	eret
endfunc upper_exception
