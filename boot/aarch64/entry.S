/* SPDX-License-Identifier: MIT */
/*
 * The 16 exception vectors. Each saves two registers, notes its number and goes on
 * to common code, which stores the interrupted context and calls C.
 */
#include <asm/assembler.h>
#include <asm/ptrace.h>
#include <bootmap/layout.h>

/*
 * vector \number: one 128-byte slot of the table
 * Two thread registers that nothing else in this kernel uses hold x0 and x1: at this
 * point the stack cannot be trusted.
 */
.macro vector number
	.balign	128
	msr	tpidr_el0, x0
	msr	tpidrro_el0, x1
	mov	x0, #\number
	b	exception_entry
.endm

	.section .text.vectors, "ax"
	.balign	2048
func vectors
	.set	number, 0
	.rept	16
	vector	number
	.set	number, number + 1
	.endr
endfunc vectors

	.text
/*
 * branch_if_room \stack, \target: go to \target if SP lies in \stack with room for a frame
 * \stack: lowest address of STACK_SIZE bytes, page aligned
 * clobbers: x1, flags
 */
.macro branch_if_room stack, target
	adrp	x1, \stack
	sub	x1, sp, x1
	sub	x1, x1, #PT_SIZE
	cmp	x1, #STACK_SIZE
	b.lo	\target
.endm

/* in: x0 = vector number; the real x0 and x1 in tpidr_el0 and tpidrro_el0 */
func exception_entry
	mov	x1, sp
	msr	tpidr_el1, x1		/* the interrupted SP */
	branch_if_room boot_stack, 1f
	branch_if_room emergency_stack, 1f
	adr_l	x1, emergency_stack_top	/* overflow, or a wild SP */
	mov	sp, x1
1:	sub	sp, sp, #PT_SIZE
	stp	x2, x3, [sp, #16 * 1]
	stp	x4, x5, [sp, #16 * 2]
	stp	x6, x7, [sp, #16 * 3]
	stp	x8, x9, [sp, #16 * 4]
	stp	x10, x11, [sp, #16 * 5]
	stp	x12, x13, [sp, #16 * 6]
	stp	x14, x15, [sp, #16 * 7]
	stp	x16, x17, [sp, #16 * 8]
	stp	x18, x19, [sp, #16 * 9]
	stp	x20, x21, [sp, #16 * 10]
	stp	x22, x23, [sp, #16 * 11]
	stp	x24, x25, [sp, #16 * 12]
	stp	x26, x27, [sp, #16 * 13]
	stp	x28, x29, [sp, #16 * 14]
	mrs	x2, tpidr_el0
	mrs	x3, tpidrro_el0
	stp	x2, x3, [sp]
	mrs	x2, tpidr_el1
	stp	x30, x2, [sp, #PT_LR]
	mrs	x2, elr_el1
	mrs	x3, spsr_el1
	stp	x2, x3, [sp, #PT_PC]
	mrs	x2, esr_el1
	mrs	x3, far_el1
	stp	x2, x3, [sp, #PT_ESR]
	mov	x29, xzr
	mov	w1, w0
	mov	x0, sp
	bl	handle_exception

	/* C returns only to a place that it chose, and that place sets SP by itself. */
	ldp	x2, x3, [sp, #PT_PC]
	msr	elr_el1, x2
	msr	spsr_el1, x3
	add	sp, sp, #PT_SIZE
	eret
endfunc exception_entry
