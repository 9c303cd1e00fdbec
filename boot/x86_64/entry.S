/* SPDX-License-Identifier: MIT */
/*
 * The interrupt descriptor table (IDT), which is a constant, and its stubs. Each stub pushes
 * its number and jumps to common code. This stores the interrupted context, calls C, and
 * loads the context again. Interrupts are masked from the gate to the iretq.
 */
#include <asm/assembler.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <bootmap/layout.h>

/* Bytes from one stub to the next. */
#define STUB_SIZE 16

/* A present interrupt gate (SDM volume 3, 6.14.1). */
#define GATE 0x8e00

/*
 * Double fault, NMI and machine check can arrive when the stack pointer is invalid. Each has a
 * stack of its own, because each may interrupt the others. All other exceptions use the
 * interrupted stack. So no code may keep data below the stack pointer, not even the C library,
 * although the red zone of its ABI would allow it.
 */
#define STACK_IF(number, vector, stack) (((number) == (vector)) & (stack)) /* true is -1 */
#define STACK_OF(number)                                                            \
	(STACK_IF(number, VECTOR_DF, IST_DF) | STACK_IF(number, VECTOR_NMI, IST_NMI) | \
	 STACK_IF(number, VECTOR_MC, IST_MC))

#define FXSAVE_SIZE 512

/*
 * stub \number: for exceptions without an error code, push a 0 in its place, so that all
 * frames have the same layout
 */
.macro stub number
	.balign	STUB_SIZE
	.if	\number >= NR_EXCEPTIONS || !((HAS_ERROR_CODE >> (\number % NR_EXCEPTIONS)) & 1)
	push	$0
	.endif
	push	$\number
	jmp	exception_entry
.endm

/*
 * gate \number, \stub: an entry of the IDT that leads to stub \stub
 * The stubs are in the first 64 KiB of the image, so their addresses differ from the image's
 * only in the low 16 bits. The linker checks this.
 */
.macro gate number, stub
	.word	vectors + STUB_SIZE * \stub - KIMAGE_VADDR
	.word	KERNEL_CS
	.word	GATE | STACK_OF(\number)
	.word	(KIMAGE_VADDR >> 16) & 0xffff
	.long	(KIMAGE_VADDR >> 32) & 0xffffffff
	.long	0
.endm

	.section .text.vectors, "ax"
	.balign	STUB_SIZE
func vectors
	.set	number, 0
	.rept	NR_VECTORS + 1
	stub	number
	.set	number, number + 1
	.endr
endfunc vectors

/* saved_register \name, \index: the register is the word \index of the frame */
.macro saved_register name, index
	.cfi_offset \name, 8 * \index
.endm

/*
 * Describes to a debugger where the interrupted registers are: in struct pt_regs, to which rbp
 * points. A backtrace in a handler then continues in the interrupted code.
 */
.macro interrupted_registers
	.cfi_def_cfa rbp, 0
	saved_register r15, 3
	saved_register r14, 4
	saved_register r13, 5
	saved_register r12, 6
	saved_register rbp, 11
	saved_register rbx, 16
	saved_register rip, PT_RIP / 8
	saved_register rsp, PT_RSP / 8
.endm

	.text
	.cfi_sections .debug_frame
/* in: a frame as the CPU pushes it, an error code, the vector's number */
func exception_entry
	.cfi_startproc
	.cfi_signal_frame
	push	%rax
	push	%rbx
	push	%rcx
	push	%rdx
	push	%rsi
	push	%rdi
	push	%rbp
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%cr2, %rax
	push	%rax
	mov	PT_RIP - PT_CR2(%rsp), %rax
	add	$4, %rax		/* roughly the return address, as if this were a call */
	push	%rax
	push	%rbp
	mov	%rsp, %rbp
	mov	%rsp, %rdi
	cld
	sub	$FXSAVE_SIZE + 8, %rsp	/* a multiple of 16: 25 words were pushed before */
	fxsave64 (%rsp)			/* the C library's strspn() uses these registers */
	interrupted_registers
	call	handle_exception
	fxrstor64 (%rsp)
	add	$FXSAVE_SIZE + 8 + 24, %rsp	/* the SSE registers, the frame record, and cr2 */
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rbp
	pop	%rdi
	pop	%rsi
	pop	%rdx
	pop	%rcx
	pop	%rbx
	pop	%rax
	add	$16, %rsp		/* number and error code */
	iretq
	.cfi_endproc
endfunc exception_entry

	.section .rodata, "a"
	.balign	16
	.globl	idt
idt:
	.set	number, 0
	.rept	NR_VECTORS
	gate	number, number
	.set	number, number + 1
	.endr
	/* Vectors that an earlier kernel used for its devices may still arrive. */
	.rept	ALL_VECTORS - NR_VECTORS
	gate	number, NR_VECTORS
	.set	number, number + 1
	.endr
idt_end:
	.globl	idt_pointer
idt_pointer:
	.word	idt_end - idt - 1
	.quad	idt
