/* SPDX-License-Identifier: MIT */
/*
 * The 16 exception vectors, of EL1 and of the levels above it, if the kernel was entered there.
 * Each saves two registers, loads its number and branches to common code. This stores the interrupted context, calls C, and loads the context again.
 * Interrupts are masked from the vector to the eret: the hardware masks them on entry, and
 * the eret restores the old state.
 */
#include <asm/assembler.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <bootmap/layout.h>

/* The vector for faults of the code in this file. */
#define VECTOR_SYNC_EL1 4
#define SP_ALIGNMENT	16

/*
 * vector \number: one 128-byte slot of the table
 * x0 and x1 are saved in two thread registers that the kernel does not use otherwise,
 * because at this point the stack pointer may be invalid. For EL2 and EL3 see levels.S.
 */
.macro vector number
	.balign	128
	msr	tpidr_el0, x0
	msr	tpidrro_el0, x1
	mrs	x0, CurrentEL
	tbnz	x0, #CURRENT_EL_SHIFT + 1, upper_exception	/* EL2 or EL3 */
	.if	\number == VECTOR_SYNC_EL1
	b	sync_entry
	.else
	mov	x0, #\number
	b	exception_entry
	.endif
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
 * and for a handler
 * \stack: lowest address of STACK_SIZE bytes, page aligned
 * clobbers: x1, flags
 */
.macro branch_if_room stack, target
	adrp	x1, \stack
	sub	x1, sp, x1
	sub	x1, x1, #PT_SIZE
	sub	x1, x1, #HANDLER_ROOM
	cmp	x1, #STACK_SIZE
	b.lo	\target
.endm

	.arch_extension simd		/* in clang, -mgeneral-regs-only also applies to assembly */
/*
 * each_vector_quad \instruction: ld1 or st1 of all SIMD registers, four at a time
 * x2: address; at the end, the address after them
 */
.macro each_vector_quad instruction
	\instruction {v0.2d-v3.2d}, [x2], #64
	\instruction {v4.2d-v7.2d}, [x2], #64
	\instruction {v8.2d-v11.2d}, [x2], #64
	\instruction {v12.2d-v15.2d}, [x2], #64
	\instruction {v16.2d-v19.2d}, [x2], #64
	\instruction {v20.2d-v23.2d}, [x2], #64
	\instruction {v24.2d-v27.2d}, [x2], #64
	\instruction {v28.2d-v31.2d}, [x2], #64
.endm

/*
 * Entry of synchronous exceptions. If storing a frame faults, storing the frame of that fault
 * would fault again, without end. So the second frame goes to the emergency stack. If that
 * faults, too, the core stops.
 * in: the real x0 and x1 in tpidr_el0 and tpidrro_el0
 */
func sync_entry
	mrs	x0, elr_el1
	adr	x1, exception_entry
	sub	x0, x0, x1
	cmp	x0, #.Lframe_stored - exception_entry
	mov	x0, #VECTOR_SYNC_EL1
	b.hs	exception_entry
	mov	x1, sp
	msr	tpidr_el1, x1
	adrp	x1, emergency_stack
	sub	x1, sp, x1
	cmp	x1, #STACK_SIZE
	b.hs	.Lon_emergency_stack
	b	boot_stop
endfunc sync_entry

/*
 * Describes to a debugger where the interrupted registers are: in struct pt_regs, to which sp
 * points. A backtrace in a handler then continues in the interrupted code. The numbers are those of
 * DWARF for the Arm 64-bit Architecture (IHI 0057); in GDB 32 is the pc.
 */
.macro interrupted_registers
	.cfi_def_cfa sp, 0
	.cfi_return_column 32
	.cfi_offset 32, PT_PC
	.cfi_offset 31, PT_SP
	.irp	number, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	.cfi_offset \number, 8 * \number
	.endr
.endm

	.cfi_sections .debug_frame
/* in: x0 = vector number; the real x0 and x1 in tpidr_el0 and tpidrro_el0 */
func exception_entry
	.cfi_startproc
	.cfi_signal_frame
	mov	x1, sp
	msr	tpidr_el1, x1		/* the interrupted SP */
	tst	x1, #SP_ALIGNMENT - 1	/* an access through a misaligned SP faults */
	b.ne	.Lon_emergency_stack
	branch_if_room boot_stack, 1f
	branch_if_room emergency_stack, 1f
.Lon_emergency_stack:
	adr_l	x1, emergency_stack_top	/* stack overflow, or an invalid SP */
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
	add	x2, x2, #4		/* the return address, as if this were a call */
	stp	x29, x2, [sp, #PT_RECORD]
	add	x29, sp, #PT_RECORD
	mrs	x2, esr_el1
	mrs	x3, far_el1
	stp	x2, x3, [sp, #PT_ESR]
	str	x0, [sp, #PT_VECTOR]
	/* The kernel's own code uses no SIMD registers, but functions of the libraries may. */
	add	x2, sp, #PT_V
	each_vector_quad st1
.Lframe_stored:
	mov	x0, sp
	interrupted_registers
	bl	handle_exception

	/* Loads the context from the frame. C code may have changed it. */
	add	x2, sp, #PT_V
	each_vector_quad ld1
	ldp	x2, x3, [sp, #PT_PC]
	msr	elr_el1, x2
	msr	spsr_el1, x3
	ldp	x2, x3, [sp, #16 * 1]
	ldp	x4, x5, [sp, #16 * 2]
	ldp	x6, x7, [sp, #16 * 3]
	ldp	x8, x9, [sp, #16 * 4]
	ldp	x10, x11, [sp, #16 * 5]
	ldp	x12, x13, [sp, #16 * 6]
	ldp	x14, x15, [sp, #16 * 7]
	ldp	x16, x17, [sp, #16 * 8]
	ldp	x18, x19, [sp, #16 * 9]
	ldp	x20, x21, [sp, #16 * 10]
	ldp	x22, x23, [sp, #16 * 11]
	ldp	x24, x25, [sp, #16 * 12]
	ldp	x26, x27, [sp, #16 * 13]
	ldp	x28, x29, [sp, #16 * 14]
	/*
	 * The old SP may belong to another stack. It is loaded before the last two registers.
	 * During these loads the frame lies below SP, which is safe because interrupts are masked.
	 */
	mov	x0, sp
	ldp	x30, x1, [x0, #PT_LR]
	mov	sp, x1
	ldp	x0, x1, [x0]
	eret
	.cfi_endproc
endfunc exception_entry
