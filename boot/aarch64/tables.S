/* SPDX-License-Identifier: MIT */
/*
 * Builds the first page tables, while the MMU is off. This code runs at its physical
 * address, in the page that the identity map contains.
 *
 *   TTBR0  idmap_l0 → idmap_l1 → idmap_l2 → idmap_l3 → this page, read-only + executable
 *   TTBR1  init_top_pgt[511] → level3_kernel_pgt[510] → level2_kernel_pgt[0]
 *                                                       → level1_kernel_pgt → image
 *                              level3_kernel_pgt[511] → level2_fixmap_pgt[506]
 *                                                       → level1_fixmap_pgt, empty
 */
#include "head.inc"

	.section .head.text.tables, "ax"

/*
 * link_table \parent, \index, \child: \parent[\index] := table \child
 * \index: constant or 64-bit register
 * clobbers: x0–x2
 */
.macro link_table parent, index, child
	adr_l	x0, \parent
	adr_l	x1, \child
	mov	x2, \index
	orr	x1, x1, #PTE_TYPE_TABLE
	str	x1, [x0, x2, lsl #3]
.endm

/*
 * map_image \start, \end, \prot: map pages of the image at their link address
 * clobbers: x0–x4
 */
.macro map_image start, end, prot
	adr_l	x0, \start
	adr_l	x1, \end
	mov_q	x2, \prot
	bl	map_pages
.endm

/*
 * check_mapped \table, \address, \code, \what: fail if the new tables do not map \address
 * \address: register other than x0–x4
 * clobbers: x0–x4
 */
.macro check_mapped table, address, code, what
	adr_l	x0, \table
	mov	x1, \address
	mov	x2, #PAGE_SHIFT
	bl	walk_tables
	tbnz	x0, #PTE_VALID_SHIFT, 1f
	mov	x0, \address
	fail	\code, "the boot page tables do not map the \what: enabling the MMU would hang"
1:
.endm

/*
 * Clears the tables. With the MMU off, stores bypass the cache. A dirty cache line of
 * earlier software could be written back over them, so the lines are invalidated first.
 * clobbers: x0, x1, x10
 */
func clear_tables
	mov	x10, lr
	bl	invalidate_tables
	adr_l	x0, boot_tables
	adr_l	x1, boot_tables_end
1:	.rept	UNROLL
	stp	xzr, xzr, [x0], #16
	.endr
	cmp	x0, x1
	b.lo	1b
	ret	x10
endfunc clear_tables

/* Invalidates the cache lines of the tables. in: line   clobbers: x0, x1 */
func invalidate_tables
	adr_l	x0, boot_tables
	adr_l	x1, boot_tables_end
1:	.rept	UNROLL
	dc	ivac, x0
	add	x0, x0, line
	.endr
	cmp	x0, x1
	b.lo	1b
	dsb	sy
	ret
endfunc invalidate_tables

/* Maps this page at its physical address: enable_mmu still runs there. clobbers: x0–x2 */
func build_idmap
	ubfx	x2, image, #TOP_SHIFT, #TABLE_SHIFT
	link_table idmap_l0, x2, idmap_l1
	ubfx	x2, image, #PUD_SHIFT, #TABLE_SHIFT
	link_table idmap_l1, x2, idmap_l2
	ubfx	x2, image, #PMD_SHIFT, #TABLE_SHIFT
	link_table idmap_l2, x2, idmap_l3
	adr_l	x0, idmap_l3
	mov_q	x1, PROT_KERNEL_ROX
	orr	x1, x1, image
	str	x1, [x0]		/* the image begins at a multiple of 2 MiB: entry 0 */
	ret
endfunc build_idmap

/* Maps the image at its link address, without the guard pages. clobbers: x0–x4, x10 */
func build_kernel_map
	mov	x10, lr
	link_table init_top_pgt, #KERNEL_TOP_INDEX, level3_kernel_pgt
	link_table level3_kernel_pgt, #KERNEL_PUD_INDEX, level2_kernel_pgt
	link_table level2_kernel_pgt, #0, level1_kernel_pgt
	map_image _head, _etext, PROT_KERNEL_ROX
	map_image _rodata, _erodata, PROT_KERNEL_RO
	map_image _data, boot_stack_guard, PROT_KERNEL
	map_image boot_stack, emergency_stack_guard, PROT_KERNEL
	map_image emergency_stack, _end, PROT_KERNEL
	ret	x10
endfunc build_kernel_map

/* in: x0 = start, x1 = end, both physical; x2 = attributes   clobbers: x0, x3, x4 */
func map_pages
	adr_l	x3, level1_kernel_pgt
	ubfx	x4, x0, #PAGE_SHIFT, #TABLE_SHIFT
	add	x3, x3, x4, lsl #3
	orr	x4, x0, x2
1:	str	x4, [x3], #8
	add	x4, x4, #PAGE_SIZE
	add	x0, x0, #PAGE_SIZE
	cmp	x0, x1
	b.lo	1b
	ret
endfunc map_pages

/* Links the tables down to level1_fixmap_pgt, which is empty. clobbers: x0–x2 */
func build_fixmap_chain
	link_table level3_kernel_pgt, #FIXMAP_PUD_INDEX, level2_fixmap_pgt
	link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX, level1_fixmap_pgt
	ret
endfunc build_fixmap_chain

/*
 * The stores above bypassed the cache, but the MMU reads tables through the cache. The
 * core may have loaded lines of this memory speculatively. They are invalidated, so that
 * the MMU reads what was stored (booting.rst; DDI 0487J.a, B2.8).
 * clobbers: x0, x1, x10
 */
func publish_tables
	mov	x10, lr
	dmb	sy			/* the stores before the invalidation */
	bl	invalidate_tables
	ret	x10
endfunc publish_tables

/*
 * Checks that the tables map the addresses which the next instructions use. Without this
 * check, an error in the tables would make the core hang silently. clobbers: x0–x7, x10
 */
func check_tables
	mov	x10, lr
	check_mapped idmap_l0, image, BOOT_FAIL_MAP_PC, "code that enables it"
	ldr	x5, =primary_switched
	check_mapped init_top_pgt, x5, BOOT_FAIL_MAP_PC, "code that follows"
	ldr	x5, =boot_stack_top - 16
	check_mapped init_top_pgt, x5, BOOT_FAIL_MAP_SP, "stack"
	ldr	x5, =vectors
	check_mapped init_top_pgt, x5, BOOT_FAIL_MAP_VBAR, "exception vectors"
	/* C code maps the device tree; the table for its entries must be linked. */
	adr_l	x0, init_top_pgt
	ldr	x1, =FIX_FDT_VADDR
	mov	x2, #PUD_SHIFT
	bl	walk_tables
	adr_l	x5, level2_fixmap_pgt
	orr	x5, x5, #PTE_TYPE_TABLE
	cmp	x0, x5
	b.eq	1f
	mov	x0, dtb
	fail	BOOT_FAIL_MAP_DTB, "the boot page tables do not reach the device tree's window"
1:	ret	x10
endfunc check_tables

/*
 * in: x0 = root table, x1 = address, x2 = shift of the last level to read
 * out: x0 = the entry there, 0 if an entry on the way is invalid   clobbers: x3, x4
 */
func walk_tables
	mov	x3, #TOP_SHIFT
1:	lsr	x4, x1, x3
	and	x4, x4, #PTRS_PER_TABLE - 1
	ldr	x0, [x0, x4, lsl #3]
	tbz	x0, #PTE_VALID_SHIFT, 2f
	cmp	x3, x2
	b.eq	3f
	and	x0, x0, #PTE_ADDR_MASK
	sub	x3, x3, #TABLE_SHIFT
	b	1b
2:	mov	x0, xzr
3:	ret
endfunc walk_tables

	.ltorg
