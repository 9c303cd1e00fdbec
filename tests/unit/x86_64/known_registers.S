/* SPDX-License-Identifier: MIT */
#include <asm/assembler.h>

#define GENERAL rax, rbx, rdx, rsi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
#define VECTOR	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15

/* struct spin */
#define DONE	 0
#define SAVED_SP 8
#define BEFORE	 16
#define AFTER	 (BEFORE + REG_END)

/* union registers */
#define REG_SP	   (13 * 8)
#define REG_FLAGS  (14 * 8)
#define REG_MXCSR  (15 * 8)
#define REG_VECTOR (16 * 8)
#define REG_END	   (REG_VECTOR + 16 * 16)

/* void spin_with_known_registers(struct spin *): see irq_test.c */
func spin_with_known_registers
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%r15			/* room for one more */
	stmxcsr	(%rsp)
	mov	%rsp, SAVED_SP(%rdi)
	mov	BEFORE + REG_SP(%rdi), %rsp
	ldmxcsr	BEFORE + REG_MXCSR(%rdi)
	.irp	n, VECTOR
	movups	BEFORE + REG_VECTOR + 16 * \n(%rdi), %xmm\n
	.endr
	.set	at, BEFORE
	.irp	reg, GENERAL
	mov	at(%rdi), %\reg
	.set	at, at + 8
	.endr
	push	BEFORE + REG_FLAGS(%rdi)
	popfq

	/* This loop looks at no flag and changes none. */
1:	mov	DONE(%rdi), %rcx
	jrcxz	1b

	pushfq
	cld
	pop	AFTER + REG_FLAGS(%rdi)
	mov	%rsp, AFTER + REG_SP(%rdi)
	stmxcsr	AFTER + REG_MXCSR(%rdi)
	.irp	n, VECTOR
	movups	%xmm\n, AFTER + REG_VECTOR + 16 * \n(%rdi)
	.endr
	.set	at, AFTER
	.irp	reg, GENERAL
	mov	%\reg, at(%rdi)
	.set	at, at + 8
	.endr

	mov	SAVED_SP(%rdi), %rsp
	ldmxcsr	(%rsp)
	pop	%r15
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret
endfunc spin_with_known_registers
