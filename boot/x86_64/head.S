/* SPDX-License-Identifier: MIT */
/*
 * DOC: entry
 *
 * The code from the first instruction to start_kernel(). It begins in 32-bit mode without
 * paging, at the physical address where the image was loaded. It ends in 64-bit mode at the
 * link address. Already the first tables map nothing both writable and executable. The code
 * that runs when paging is switched on is in the image's first page, which is mapped twice.
 *
 * References: Intel SDM volume 3, 4.5 and 10.8.5; Xen, docs/misc/pvh.pandoc;
 * the Multiboot2 Specification, 2.0.
 */
#include "head.inc"

#define MULTIBOOT2_MAGIC       0xe85250d6
#define MULTIBOOT2_I386	       0
#define MULTIBOOT2_TAG_END     0
#define MULTIBOOT2_TAG_MODULES 6	/* modules on page boundaries */
#define MULTIBOOT2_TAG_ANYWHERE 10
#define MULTIBOOT2_OPTIONAL    1
#define MULTIBOOT2_LOWEST      1

/*
 * Descriptors: 64-bit code, data, and a TSS whose address gets filled in (SDM volume 3, 3.4.5 and
 * 8.2.3)
 */
#define GDT_CODE64 0x00af9b000000ffff
#define GDT_DATA   0x00cf93000000ffff
#define GDT_TSS	   (0x0000890000000000 | (TSS_SIZE - 1))
#define TSS_SIZE   104

/* Type of the note with the entry address for a PVH loader. */
#define XEN_ELFNOTE_PHYS32_ENTRY 18

/* Registers of COM1, a 16550, for boot_fail. */
#define COM1	       0x3f8
#define COM1_LCR       (COM1 + 3)
#define LCR_8N1	       3
#define COM1_LSR       (COM1 + 5)
#define LSR_THRE       (1 << 5)
#define TX_POLL_LIMIT  100000

	.section .note.pvh, "a", @note
	.balign	4
	.long	4, 8, XEN_ELFNOTE_PHYS32_ENTRY
	.asciz	"Xen"
	.quad	pvh_entry - KIMAGE_VADDR + ELF_LOAD_PADDR

	.section .head.text, "ax"
	.code32

/* The Multiboot2 header: in the first 32 KiB of the file, on an 8-byte boundary. */
func multiboot2_header
	.set	header_size, header_end - multiboot2_header
	.long	MULTIBOOT2_MAGIC, MULTIBOOT2_I386, header_size
	.long	-(MULTIBOOT2_MAGIC + MULTIBOOT2_I386 + header_size)
	.word	MULTIBOOT2_TAG_ANYWHERE, MULTIBOOT2_OPTIONAL
	.long	24, ELF_LOAD_PADDR, 0xffffffff, PMD_SIZE, MULTIBOOT2_LOWEST
	.word	MULTIBOOT2_TAG_MODULES, MULTIBOOT2_OPTIONAL
	.long	8
	.word	MULTIBOOT2_TAG_END, 0
	.long	8
header_end:
endfunc multiboot2_header

/* in: ebx = struct hvm_start_info */
func pvh_entry
	mov	$BOOT_PVH, protocol
	jmp	primary_entry
endfunc pvh_entry

/* in: ebx = Multiboot2 information */
func multiboot2_entry
	mov	$BOOT_MULTIBOOT2, protocol
	/* continues in primary_entry */
endfunc multiboot2_entry

/*
 * The loader has cleared the part of the image that is not in the file: stacks, tables and
 * .bss (System V gABI, 5: p_memsz).
 */
func primary_entry
	cli
	cld
	rdtsc				/* boot time counts from here */
	mov	%ebx, info

	/*
	 * Find the address of this code with a call. There is no stack yet, so one word of the
	 * loader's structure is used, and restored.
	 */
	mov	(info), %ecx
	lea	4(info), %esp
	call	1f
1:	pop	image
	mov	%ecx, (info)
	sub	$1b - multiboot2_header, image
	adr	boot_stack_top, %esp

	mov	%eax, IN_IMAGE(boot_cpu + CPU_ENTRY_TIME)
	mov	%edx, IN_IMAGE(boot_cpu + CPU_ENTRY_TIME + 4)
	call	check_machine
	call	build_idmap
	call	build_kernel_map
	call	build_fixmap_chain
	call	check_tables
	jmp	enable_paging
endfunc primary_entry

/* Checks what the tables require of CPU and loader. clobbers: eax–edx */
func check_machine
	mov	$CPUID_EXT_MAX, %eax
	cpuid
	cmp	$CPUID_EXT_SIZES, %eax
	jb	.Lno_long_mode
	mov	$CPUID_FEATURES, %eax
	cpuid
	mov	%edx, %ecx		/* PGE, PAT */
	push	%ecx
	mov	$CPUID_EXT_FEATURES, %eax
	cpuid				/* edx: NX, 1 GiB pages, long mode */
	pop	%ecx
	test	$CPUID_EDX_LM, %edx
	jz	.Lno_long_mode
	test	$CPUID_EDX_PAT, %ecx
	jz	.Lno_pat

	movl	$1, IN_IMAGE(boot_cpu + CPU_INVLPG)	/* exists since the 486 */
	test	$CPUID_EDX_1GB, %edx
	setnz	IN_IMAGE(boot_cpu + CPU_PUD_BLOCKS)
	test	$CPUID_EDX_NX, %edx
	jnz	1f
	andl	$~HIGH(PTE_NX), IN_IMAGE(boot_cpu + CPU_PTE_MASK + 4)
1:	test	$CPUID_EDX_PGE, %ecx
	jnz	1f
	andl	$~PTE_GLOBAL, IN_IMAGE(boot_cpu + CPU_PTE_MASK)
1:	mov	$CPUID_EXT_SIZES, %eax
	cpuid
	movzbl	%al, %eax
	mov	%eax, IN_IMAGE(boot_cpu + CPU_PHYS_BITS)

	test	$PMD_SIZE - 1, image
	jz	1f
	mov	image, %eax
	fail	BOOT_FAIL_ALIGNMENT, "the image was not loaded at a multiple of 2 MiB"
1:	ret

.Lno_long_mode:
	mov	%edx, %eax
	fail	BOOT_FAIL_CPU, "this CPU has no 64-bit mode, this kernel needs it"
.Lno_pat:
	mov	%ecx, %eax
	fail	BOOT_FAIL_CPU, "this CPU has no page attribute table"
endfunc check_machine

/* The order of SDM volume 3, 10.8.5: PAE, root, long mode, and paging last. */
func enable_paging
	mov	$MSR_PAT, %ecx
	mov	$LOW(PAT_VALUE), %eax
	mov	$HIGH(PAT_VALUE), %edx
	wrmsr
	mov	$CR4_PAE | CR4_OSFXSR, %eax
	mov	%eax, %cr4
	adr	init_top_pgt, %eax
	mov	%eax, %cr3

	mov	$MSR_EFER, %ecx
	rdmsr
	or	$EFER_LME, %eax
	testl	$HIGH(PTE_NX), IN_IMAGE(boot_cpu + CPU_PTE_MASK + 4)
	jz	1f
	or	$EFER_NXE, %eax
1:	wrmsr

	/* The far jump reads its target from this page, which becomes read-only with paging. */
	adr	boot_gdt, %eax
	mov	%eax, IN_IMAGE(boot_gdt_pointer + 2)
	lgdt	IN_IMAGE(boot_gdt_pointer)
	adr	.Llong_mode, %eax
	mov	%eax, IN_IMAGE(long_mode_pointer)
	mov	$CR0_VALUE, %eax
	mov	%eax, %cr0
	ljmp	*IN_IMAGE(long_mode_pointer)

	.code64
.Llong_mode:
	movabs	$primary_switched, %rax
	jmp	*%rax
	.code32
endfunc enable_paging

	.balign	8
long_mode_pointer:
	.long	0
	.word	KERNEL_CS
boot_gdt_pointer:
	.word	boot_gdt_end - boot_gdt - 1
	.long	0
	.balign	8
boot_gdt:
	.quad	0
	.quad	GDT_CODE64, GDT_DATA
boot_gdt_end:

/* in: eax = value, ecx = text, edx = code */
func boot_fail
	mov	%edx, IN_IMAGE(boot_failure)
	mov	%eax, IN_IMAGE(boot_failure + BOOT_FAILURE_VALUE)
	adr	boot_failure + BOOT_FAILURE_TEXT, %ebx
	mov	$COM1_LCR, %edx			/* after a reset characters have five bits */
	mov	$LCR_8N1, %al
	out	%al, %dx
1:	mov	(%ecx), %al
	mov	%al, (%ebx)
	inc	%ebx
	inc	%ecx
	call	boot_putc
	test	%al, %al
	jnz	1b
	mov	$'\n', %al
	call	boot_putc
	jmp	boot_stop
endfunc boot_fail

/* Sends a character to COM1. in: al = character, 0 for none   clobbers: edx */
func boot_putc
	push	%ecx
	push	%eax
	test	%al, %al
	jz	3f
	mov	$TX_POLL_LIMIT, %ecx
	mov	$COM1_LSR, %edx
1:	in	%dx, %al
	test	$LSR_THRE, %al
	jnz	2f
	loop	1b
2:	mov	$COM1, %edx
	mov	(%esp), %al
	out	%al, %dx
3:	pop	%eax
	pop	%ecx
	ret
endfunc boot_putc

	.text
	.code64
/* The first instruction at a virtual address. in: info, image, protocol */
	.cfi_sections .debug_frame
func primary_switched
	.cfi_startproc
	.cfi_undefined %rip		/* debuggers end their backtraces here */
	mov	$boot_stack_top, %rsp
	mov	protocol, %r14d		/* this also clears the upper half */
	mov	image, %r13d
	mov	info, %r12d
	xor	%ebp, %ebp		/* backtraces end here */

	lgdt	gdt_pointer(%rip)
	mov	$KERNEL_DS, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	xor	%eax, %eax
	mov	%eax, %fs
	mov	%eax, %gs
	lea	tss(%rip), %rax
	mov	%ax, gdt + TSS_SEL + 2(%rip)
	shr	$16, %rax
	mov	%al, gdt + TSS_SEL + 4(%rip)
	mov	%ah, gdt + TSS_SEL + 7(%rip)
	shr	$16, %rax
	mov	%eax, gdt + TSS_SEL + 8(%rip)
	mov	$TSS_SEL, %eax
	ltr	%ax
	lidt	idt_pointer(%rip)

	/* The C library finds its thread structure at %fs; the first word is its own address. */
	mov	$MSR_FS_BASE, %ecx
	lea	c_library_thread(%rip), %rax
	mov	%rax, (%rax)
	mov	%rax, %rdx
	shr	$32, %rdx
	wrmsr

	/* Global pages must be enabled after paging (SDM volume 3, 2.5). */
	testl	$PTE_GLOBAL, boot_cpu + CPU_PTE_MASK(%rip)
	jz	1f
	mov	%cr4, %rax
	or	$CR4_PGE, %rax
	mov	%rax, %cr4
1:	mov	$_head, %rax
	sub	%r13, %rax
	mov	%rax, kimage_voffset(%rip)
	mov	%r12, %rdi
	mov	%r13, %rsi
	mov	%r14, %rdx
	call	start_kernel
	jmp	boot_stop
	.cfi_endproc
endfunc primary_switched

	.data
	.balign	8
/* In .data, because the CPU marks the TSS as busy. */
gdt:
	.quad	0
	.quad	GDT_CODE64, GDT_DATA
	.quad	GDT_TSS, 0
gdt_end:

	.balign	8
tss:	.space	4 + 3 * 8 + 8
	.quad	emergency_stack_top, nmi_stack_top, mc_stack_top /* IST_DF, IST_NMI, IST_MC */
	.space	4 * 8 + 8 + 2
	.word	TSS_SIZE		/* no I/O permission bitmap */

	.balign	16
c_library_thread:
	.space	256

	/* Without guard pages, because the handlers on these stacks do not nest. */
	.section .noinit, "aw", @nobits
	.balign	16
	.space	STACK_SIZE
nmi_stack_top:
	.space	STACK_SIZE
mc_stack_top:

	.section .rodata, "a"
gdt_pointer:
	.word	gdt_end - gdt - 1
	.quad	gdt
