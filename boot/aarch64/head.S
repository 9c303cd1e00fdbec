/* SPDX-License-Identifier: MIT */
/*
 * DOC: the way in
 *
 * From the first instruction, MMU off, at whatever physical address the image was
 * loaded, to start_kernel() at its link address. All of this file fits the image's
 * first page, the only one that the identity map shows.
 *
 *   TTBR0  idmap_l0 → idmap_l1 → idmap_l2 → idmap_l3 → this page, read-only + executable
 *   TTBR1  init_top_pgt[511] → level3_kernel_pgt[510] → level2_kernel_pgt[0]
 *                                                       → level1_kernel_pgt → image
 *                              level3_kernel_pgt[511] → level2_fixmap_pgt[506]
 *                                                       → level1_fixmap_pgt, empty
 *
 * References: Arm ARM DDI 0487J.a; Linux, Documentation/arm64/booting.rst.
 */
#include <asm/assembler.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <bootmap/boot_failure.h>
#include <bootmap/layout.h>

/* Registers that keep their meaning throughout this file. */
dtb	.req	x21			/* physical address of the device tree, 0: none */
el	.req	x22			/* exception level on entry */
image	.req	x23			/* physical address of _head */
line	.req	x24			/* size of a data cache line in bytes */
ips	.req	x25			/* TCR_EL1.IPS: size of physical addresses */

/* Bits of the image header's flags. */
#define HEADER_PAGES_4K	(1 << 1)
#define HEADER_ANYWHERE	(1 << 3)

/* How often the loops over the tables' memory repeat their step before they branch. */
#define UNROLL		(BSS_STEP / 16)

/* Where VBAR expects the vector for: synchronous, current level, SP_EL1. */
#define BOOT_VECTOR_OFFSET 0x200

	.section .head.text, "ax"

/* The arm64 Image header: 64 bytes, the first of which are code. */
func _head
	b	primary_entry
	.long	0
	.quad	0			/* text_offset: from a 2 MiB line */
	.quad	kernel_image_size	/* RAM needed, .bss and boot tables included */
	.quad	HEADER_PAGES_4K | HEADER_ANYWHERE
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0
endfunc _head

/*
 * fail \code, \text: record why, and stop
 * in: x0 = the value to record
 */
.macro fail code, text
	.pushsection .rodata.boot_failure, "a"
.Ltext\@:
	.asciz	"\text"
	.popsection
	adr_l	x1, .Ltext\@
	mov	x2, #\code
	b	boot_fail
.endm

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
 * check_mapped \table, \address, \code, \what: the fresh tables translate \address, or fail
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

func primary_entry
	mov	dtb, x0
	adr_l	image, _head
	bl	leave_higher_levels
	bl	set_boot_vectors
	bl	check_machine
	bl	find_device_tree
	bl	clear_tables
	bl	build_idmap
	bl	build_kernel_map
	bl	build_fixmap_chain
	bl	publish_tables
	bl	check_tables
	b	enable_mmu
endfunc primary_entry

/*
 * To EL1 with the MMU off and nothing trapped, from wherever we were entered.
 *
 * From EL3 we stay in the secure state: no firmware remains below us, so this
 * kernel is the secure world, and its devices (the secure PL061) are ours.
 * Secure EL2 stays off, so EL3 goes to EL1 directly.
 *
 * out: el   clobbers: x0, x1
 */
func leave_higher_levels
	mrs	x0, CurrentEL
	lsr	el, x0, #CURRENT_EL_SHIFT
	cmp	el, #2
	b.eq	.Lfrom_el2
	b.hi	.Lfrom_el3
	mrs	x0, sctlr_el1
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	b	.Lat_el1

.Lfrom_el3:
	mrs	x0, sctlr_el3
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	/* Without PSCI every core arrives here at once: the first one boots, the rest park. */
	mrs	x0, mpidr_el1
	tst	x0, #(MPIDR_AFFINITY & 0xffffffff)
	b.ne	boot_stop
	mov_q	x0, SCR_RES1 | SCR_SMD | SCR_RW | SCR_ST | SCR_APK | SCR_API
	msr	scr_el3, x0
	msr	cptr_el3, xzr
	mov_q	x0, MDCR_EL3_SPME
	msr	mdcr_el3, x0
	mov	x0, #SPSR_DAIF | SPSR_EL1H
	msr	spsr_el3, x0
	msr	elr_el3, lr
	b	.Lset_el1_and_leave

.Lfrom_el2:
	mrs	x0, sctlr_el2
	tbnz	x0, #SCTLR_M_SHIFT, .Lmmu_on
	mov_q	x0, HCR_RW | HCR_APK | HCR_API
	msr	hcr_el2, x0
	isb
	mov	x0, #CNTHCTL_EL1PCTEN | CNTHCTL_EL1PCEN
	msr	cnthctl_el2, x0
	msr	cntvoff_el2, xzr
	mov	x0, #CPTR_EL2_RES1
	msr	cptr_el2, x0
	msr	hstr_el2, xzr
	msr	vttbr_el2, xzr
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0
	/* All event counters belong to EL1, if there is a PMU as architected. */
	mrs	x0, id_aa64dfr0_el1
	ubfx	x0, x0, #DFR0_PMUVER_SHIFT, #DFR0_PMUVER_WIDTH
	sub	x1, x0, #1
	cmp	x1, #DFR0_PMUVER_IMPDEF - 1
	mov	x0, xzr
	b.hs	1f
	mrs	x0, pmcr_el0
	ubfx	x0, x0, #PMCR_N_SHIFT, #PMCR_N_WIDTH
1:	msr	mdcr_el2, x0
	mov	x0, #SPSR_DAIF | SPSR_EL1H
	msr	spsr_el2, x0
	msr	elr_el2, lr

.Lset_el1_and_leave:
	mov_q	x0, SCTLR_MMU_OFF
	msr	sctlr_el1, x0
	isb
	eret

.Lat_el1:
	msr	spsel, #1
	msr	daifset, #0xf
	mov_q	x0, SCTLR_MMU_OFF
	msr	sctlr_el1, x0
	isb
	ret

.Lmmu_on:
	fail	BOOT_FAIL_MMU_ON, "the boot loader left the MMU on"
endfunc leave_higher_levels

/*
 * An exception before the kernel's own vectors can work stops with its ESR. Only one
 * vector can be taken, since interrupts are masked; what lies at the places of the
 * others is never used. in: image   clobbers: x0
 */
func set_boot_vectors
	msr	vbar_el1, image
	mov	x0, #CPACR_FPEN_ALL
	msr	cpacr_el1, x0
	isb
	ret
endfunc set_boot_vectors

	.org	BOOT_VECTOR_OFFSET
func boot_sync_vector
	mrs	x0, esr_el1
	fail	BOOT_FAIL_EXCEPTION, "an exception before the MMU was on; the value is ESR_EL1"
endfunc boot_sync_vector

/* What these tables need of the CPU and of the loader. out: ips, line   clobbers: x0, x1 */
func check_machine
	mrs	x0, id_aa64mmfr0_el1
	ubfx	x1, x0, #MMFR0_TGRAN4_SHIFT, #MMFR0_TGRAN4_WIDTH
	cmp	x1, #MMFR0_TGRAN4_NONE
	b.ne	1f
	fail	BOOT_FAIL_GRANULE, "this CPU has no 4 KiB pages"
1:	/* Descriptors here carry 48 bits, also where the CPU could do more. */
	ubfx	ips, x0, #MMFR0_PARANGE_SHIFT, #MMFR0_PARANGE_WIDTH
	mov	x1, #MMFR0_PARANGE_48BITS
	cmp	ips, x1
	csel	ips, ips, x1, lo

	tst	image, #PMD_SIZE - 1
	b.eq	2f
	mov	x0, image
	fail	BOOT_FAIL_ALIGNMENT, "the image was not loaded at a multiple of 2 MiB"
2:
	mrs	x0, ctr_el0
	ubfx	x0, x0, #CTR_DMINLINE_SHIFT, #CTR_DMINLINE_WIDTH
	mov	line, #4		/* bytes in a word */
	lsl	line, line, x0
	/* Whole steps of the loops shall end where the tables do. A line dropped twice does no harm. */
	mov	x0, #PAGE_SIZE / UNROLL
	cmp	line, x0
	csel	line, line, x0, lo
	ret
endfunc check_machine

/*
 * QEMU passes no pointer to an ELF file; it leaves the tree at the start of RAM.
 * Whether one is there is for C to check. in/out: dtb   clobbers: x0
 */
func find_device_tree
	cbnz	dtb, 1f
	mov	x0, #ELF_LOAD_PADDR
	cmp	image, x0
	b.ne	1f
	mov	dtb, #QEMU_RAM_BASE
1:	ret
endfunc find_device_tree

/*
 * Lines of the tables' memory that an earlier stage left dirty in a cache could be
 * written back over what we store around the cache: drop them first.
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

/* in: line   clobbers: x0, x1 */
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

/* This page at its physical address, for the moment at which the MMU goes on. clobbers: x0–x2 */
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
	str	x1, [x0]		/* the image begins on a 2 MiB line: entry 0 */
	ret
endfunc build_idmap

/* The image at its link address; the pages below the stacks stay unmapped. clobbers: x0–x4, x10 */
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

/* Down to level1_fixmap_pgt, in which nothing is mapped yet. clobbers: x0–x2 */
func build_fixmap_chain
	link_table level3_kernel_pgt, #FIXMAP_PUD_INDEX, level2_fixmap_pgt
	link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX, level1_fixmap_pgt
	ret
endfunc build_fixmap_chain

/*
 * With the MMU off our stores went around the caches, but a core may have fetched
 * lines of this memory speculatively in the meantime: drop them, so that the walker,
 * which reads through the cache, finds what we wrote (booting.rst; DDI 0487J.a, B2.8).
 * clobbers: x0, x1, x10
 */
func publish_tables
	mov	x10, lr
	dmb	sy			/* the stores, then the invalidation */
	bl	invalidate_tables
	ret	x10
endfunc publish_tables

/*
 * A wrong table would show as a silent hang at the next isb. So the addresses that the
 * next instructions use are looked up first. clobbers: x0–x7, x10
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
	/* The device tree gets its entries in C; the table for them must be in reach. */
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

func enable_mmu
	mov_q	x0, MAIR_VALUE
	msr	mair_el1, x0
	mov_q	x0, TCR_VALUE
	orr	x0, x0, ips, lsl #TCR_IPS_SHIFT
	msr	tcr_el1, x0
	adr_l	x0, idmap_l0
	msr	ttbr0_el1, x0
	adr_l	x0, init_top_pgt
	msr	ttbr1_el1, x0
	isb				/* the TLBI below must see the new regime (D8.13) */
	tlbi	vmalle1			/* this core only: no other runs */
	ic	iallu
	dsb	nsh
	ldr	x0, =vectors
	msr	vbar_el1, x0		/* from here on exceptions go to the kernel */
	mov_q	x0, SCTLR_MMU_ON
	msr	sctlr_el1, x0
	isb				/* fetched through the identity page */
	ldr	x0, =primary_switched
	br	x0
endfunc enable_mmu

/* in: x0 = value, x1 = text, x2 = code */
func boot_fail
	adr_l	x3, boot_failure
	stp	x2, x0, [x3]
	add	x3, x3, #BOOT_FAILURE_TEXT
1:	ldrb	w4, [x1], #1
	strb	w4, [x3], #1
	cbnz	w4, 1b
	b	boot_stop
endfunc boot_fail

/* The end of the road: a core that fails, or that is not needed, waits here. */
func boot_stop
	wfi
	b	boot_stop
endfunc boot_stop

	.ltorg

/* The first instruction at a virtual address. in: dtb, el, image */
	.text
	.cfi_sections .debug_frame
func primary_switched
	.cfi_startproc
	.cfi_undefined x30		/* debuggers, too, end their backtraces here */
	ldr	x0, =boot_stack_top
	mov	sp, x0
	mov	x29, xzr		/* backtraces end here */
	mov	x30, xzr

	ldr	x0, =_bss
	ldr	x1, =_ebss
1:	.rept	UNROLL
	stp	xzr, xzr, [x0], #16
	.endr
	cmp	x0, x1
	b.lo	1b

	ldr	x0, =kimage_voffset
	ldr	x1, =_head
	sub	x1, x1, image
	str	x1, [x0]
	mov	x0, dtb
	mov	x1, image
	mov	x2, el
	bl	start_kernel
	b	boot_stop
	.cfi_endproc
endfunc primary_switched
