/* SPDX-License-Identifier: MIT */
/*
 * The first instructions of the other core: as head.S does it, but the tables are there, and all values
 * are those that the first core has in its own registers.
 */
#include <asm/assembler.h>
#include <asm/sysreg.h>
#include <experiments/first_code.h>

start	.req	x19			/* physical address of struct first_registers */

	.text
/* The firmware starts the core here, MMU off, at EL1 or EL2. in: x0 = start */
func first_code
	mov	start, x0
	ldr	x3, [start, #START_TO_EL1]
	blr	x3			/* leave_higher_levels; clobbers x0-x3, x9, x10, x22 */
	ldp	x0, x1, [start, #START_MAIR]
	msr	mair_el1, x0
	msr	tcr_el1, x1
	ldp	x0, x1, [start, #START_TTBR0]
	msr	ttbr0_el1, x0
	msr	ttbr1_el1, x1
	ldp	x0, x1, [start, #START_VBAR]
	msr	vbar_el1, x0
	mov	sp, x1
	mov	x0, #CPACR_FPEN_ALL	/* entry.S saves the SIMD registers */
	msr	cpacr_el1, x0
	isb				/* the TLBI must use the new registers (D8.13) */
	tlbi	vmalle1			/* this core only */
	ic	iallu
	dsb	nsh
	ldp	x0, x1, [start, #START_SCTLR]
	mov	x29, xzr		/* backtraces end here */
	mov	x30, xzr
	b	first_code_switch
endfunc first_code

/* All in one page: only that is in the identity map. in: x0 = SCTLR_EL1, x1 = where to go on */
	.balign	16
func first_code_switch
	msr	sctlr_el1, x0
	isb
	br	x1
endfunc first_code_switch
