/* SPDX-License-Identifier: MIT */
/*
 * Builds the first page tables, before paging is on. This code runs at its physical
 * address, in 32-bit mode, so it writes an entry with two stores.
 *
 *   init_top_pgt[0]   → idmap_l1 → idmap_l2 → idmap_l3 → this page, read-only + executable
 *   init_top_pgt[511] → level3_kernel_pgt[510] → level2_kernel_pgt[0]
 *                                                → level1_kernel_pgt → image
 *                       level3_kernel_pgt[511] → level2_fixmap_pgt[506]
 *                                                → level1_fixmap_pgt, empty
 */
#include "head.inc"

	.section .head.text.tables, "ax"
	.code32

/*
 * link_table \parent, \index, \child: \parent[\index] := table \child
 * \index: constant, or register
 * clobbers: eax, ecx
 */
.macro link_table parent, index, child
	adr	\parent, %ecx
	adr	\child, %eax
	or	$PROT_TABLE, %eax
	.ifc	\index, %edx
	mov	%eax, (%ecx, %edx, 8)
	.else
	mov	%eax, \index * 8(%ecx)
	.endif
.endm

/*
 * map_image \start, \end, \prot: map pages of the image at their link address
 * clobbers: eax–edx
 */
.macro map_image start, end, prot
	adr	\start, %eax
	adr	\end, %ecx
	mov	$LOW(\prot), %edx
	mov	$HIGH(\prot), %ebx
	call	map_pages
.endm

/*
 * check_mapped \symbol, \code, \what: fail if the new tables do not map \symbol to its page
 * clobbers: eax–edx
 */
.macro check_mapped symbol, code, what
	mov	$\symbol - KIMAGE_VADDR + LOW(KIMAGE_VADDR), %eax
	mov	$HIGH(KIMAGE_VADDR), %edx
	call	walk_tables
	adr	\symbol, %eax
	call	compare_pages
	je	1f
	mov	$\symbol - KIMAGE_VADDR + LOW(KIMAGE_VADDR), %eax
	movl	$HIGH(KIMAGE_VADDR), IN_IMAGE(boot_failure + BOOT_FAILURE_VALUE + 4)
	fail	\code, "the boot page tables do not map the \what: enabling paging would reset the machine"
1:
.endm

/* Maps this page at its physical address: enable_paging still runs there. clobbers: eax–edx */
func build_idmap
	link_table init_top_pgt, 0, idmap_l1
	mov	image, %edx
	shr	$PUD_SHIFT, %edx
	link_table idmap_l1, %edx, idmap_l2
	mov	image, %edx
	shr	$PMD_SHIFT, %edx
	and	$PTRS_PER_TABLE - 1, %edx
	link_table idmap_l2, %edx, idmap_l3
	lea	(PROT_KERNEL_ROX & ~PTE_GLOBAL)(image), %eax
	mov	%eax, IN_IMAGE(idmap_l3)	/* begins at a multiple of 2 MiB: entry 0 */
	ret
endfunc build_idmap

/* Maps the image at its link address, without the guard pages. clobbers: eax–edx */
func build_kernel_map
	link_table init_top_pgt, KERNEL_TOP_INDEX, level3_kernel_pgt
	link_table level3_kernel_pgt, KERNEL_PUD_INDEX, level2_kernel_pgt
	link_table level2_kernel_pgt, 0, level1_kernel_pgt
	map_image _head, _etext, PROT_KERNEL_ROX
	map_image _rodata, _erodata, PROT_KERNEL_RO
	map_image _data, boot_stack_guard, PROT_KERNEL
	map_image boot_stack, emergency_stack_guard, PROT_KERNEL
	map_image emergency_stack, _end, PROT_KERNEL
	ret
endfunc build_kernel_map

/* in: eax = start, ecx = end, both physical; ebx:edx = attributes   clobbers: eax, edx */
func map_pages
	push	info
	and	IN_IMAGE(boot_cpu + CPU_PTE_MASK), %edx
	and	IN_IMAGE(boot_cpu + CPU_PTE_MASK + 4), %ebx
	adr	level1_kernel_pgt, %esi
	or	%eax, %edx
	sub	image, %eax
	shr	$PAGE_SHIFT, %eax
	lea	(%esi, %eax, 8), %esi
1:	mov	%edx, (%esi)
	mov	%ebx, 4(%esi)
	add	$8, %esi
	add	$PAGE_SIZE, %edx
	cmp	%ecx, %edx		/* the attributes in edx are less than a page */
	jb	1b
	pop	info
	ret
endfunc map_pages

/* Links the tables down to level1_fixmap_pgt, which is empty. clobbers: eax, ecx */
func build_fixmap_chain
	link_table level3_kernel_pgt, FIXMAP_PUD_INDEX, level2_fixmap_pgt
	link_table level2_fixmap_pgt, FIXMAP_PMD_INDEX, level1_fixmap_pgt
	ret
endfunc build_fixmap_chain

/*
 * Checks that the tables map the addresses which the next instructions use. Without this
 * check, an error in the tables would reset the machine. clobbers: eax–edx
 */
func check_tables
	mov	image, %eax
	xor	%edx, %edx
	call	walk_tables
	jnz	1f
	mov	image, %eax
	fail	BOOT_FAIL_MAP_PC, "the boot page tables do not map the code that enables them"
1:	check_mapped primary_switched, BOOT_FAIL_MAP_PC, "code that follows"
	check_mapped boot_stack_top-8, BOOT_FAIL_MAP_SP, "stack"
	check_mapped idt, BOOT_FAIL_MAP_VBAR, "exception vectors"
	check_mapped boot_cpu, BOOT_FAIL_MAP_DATA, "kernel's data"
	check_mapped init_top_pgt, BOOT_FAIL_MAP_DATA, "page tables"
	/* C code fills the fixmap; the table for its entries must be linked. */
	adr	init_top_pgt, %ecx
	mov	$KERNEL_TOP_INDEX, %ebx
	call	walk_entry
	mov	$FIXMAP_PUD_INDEX, %ebx
	call	walk_entry
	mov	$FIXMAP_PMD_INDEX, %ebx
	call	walk_entry
	adr	level1_fixmap_pgt, %eax
	call	compare_pages
	je	1f
	fail	BOOT_FAIL_MAP_FIXMAP, "the boot page tables do not reach the fixmap's last table"
1:	ret
endfunc check_tables

/* Walks the tables. in: edx:eax = address   out: Z set if it is not mapped   clobbers: eax–edx */
func walk_tables
	adr	init_top_pgt, %ecx
	mov	%edx, %ebx
	shr	$TOP_SHIFT - 32, %ebx
	call	walk_entry
	jz	1f
	shld	$32 - PUD_SHIFT, %eax, %edx
	mov	%edx, %ebx
	call	walk_entry
	jz	1f
	mov	%eax, %ebx
	shr	$PMD_SHIFT, %ebx
	call	walk_entry
	jz	1f
	mov	%eax, %ebx
	shr	$PAGE_SHIFT, %ebx
	call	walk_entry
1:	ret
endfunc walk_tables

/* in: ecx = entry or 0; eax = address   out: Z set if the entry maps it   clobbers: eax, ecx */
func compare_pages
	and	$LOW(PAGE_MASK), %ecx
	and	$LOW(PAGE_MASK), %eax
	cmp	%eax, %ecx
	ret
endfunc compare_pages

/*
 * in: ecx = table, or entry that leads to it; ebx = index   out: ecx = entry; Z set if not present
 */
func walk_entry
	and	$LOW(PAGE_MASK), %ecx
	and	$PTRS_PER_TABLE - 1, %ebx
	mov	(%ecx, %ebx, 8), %ecx
	test	$PTE_PRESENT, %cl
	jnz	1f
	xor	%ecx, %ecx		/* no entry; sets Z */
1:	ret
endfunc walk_entry
