/* SPDX-License-Identifier: MIT */
/*
 * The first instructions of the other core, from real mode to 64-bit mode (SDM volume 3, 8.4.4 and
 * 10.8.5). They are copied to FIRST_CODE. All values are those that the first core has in its own
 * registers; they stand behind the copy.
 */
#include <asm/assembler.h>
#include <asm/sysreg.h>
#include <experiments/first_code.h>

/* Descriptors with the accessed bit set: the page is read-only as soon as paging is on. */
#define GDT_CODE64 0x00af9b000000ffff
#define GDT_DATA   0x00cf93000000ffff
#define GDT_CODE32 0x00cf9b000000ffff
#define CODE32_CS  0x18

/* Where a label of this file is in the copy, and a value behind it. */
#define IN_COPY(label) (FIRST_CODE + label - first_code)
#define VALUE(offset)  (FIRST_CODE + FIRST_CODE_SIZE + offset)

	.section .rodata, "a"
	.balign	8
	.globl	first_code
first_code:
	.code16
	cli				/* cs = FIRST_CODE / 16, ip = 0 */
	xor	%ax, %ax
	mov	%ax, %ds
	lgdtl	IN_COPY(.Lgdt_pointer)
	mov	$CR0_PE, %eax
	mov	%eax, %cr0
	ljmpl	$CODE32_CS, $IN_COPY(.Lprotected_mode)

	.code32
.Lprotected_mode:
	mov	$KERNEL_DS, %eax
	mov	%eax, %ds
	mov	%eax, %ss
	mov	VALUE(START_CR4), %eax
	mov	%eax, %cr4
	mov	VALUE(START_CR3), %eax
	mov	%eax, %cr3
	mov	$MSR_PAT, %ecx
	mov	VALUE(START_PAT), %eax
	mov	VALUE(START_PAT + 4), %edx
	wrmsr
	mov	$MSR_EFER, %ecx
	mov	VALUE(START_EFER), %eax
	xor	%edx, %edx
	wrmsr
	mov	VALUE(START_CR0), %eax
	mov	%eax, %cr0		/* paging is on: this page is in the identity map */
	ljmp	$KERNEL_CS, $IN_COPY(.Llong_mode)

	.code64
.Llong_mode:
	mov	VALUE(START_STACK), %rsp
	xor	%ebp, %ebp		/* backtraces end here */
	jmp	*VALUE(START_MAIN)

	.balign	8
.Lgdt:
	.quad	0, GDT_CODE64, GDT_DATA, GDT_CODE32
.Lgdt_pointer:
	.word	. - .Lgdt - 1
	.long	IN_COPY(.Lgdt)
	/* An error if the code is longer. */
	.org	first_code + FIRST_CODE_SIZE
