/* SPDX-License-Identifier: MIT */
/*
 * DOC: entry
 *
 * The code from the first instruction to start_kernel(). It begins with the MMU off, at the
 * physical address where the image was loaded, and ends at the link address. The code that
 * turns the MMU on must be in the image's first page, because the identity map contains only
 * that page. tables.S, which builds the tables, is there, too: it is freed after boot. levels.S
 * goes down to EL1, and stays, for cores that are started later.
 *
 * References: Arm ARM DDI 0487J.a; Linux, Documentation/arm64/booting.rst.
 */
#include "head.inc"

/* Bits of the image header's flags. */
#define HEADER_PAGES_4K	(1 << 1)
#define HEADER_ANYWHERE	(1 << 3)

/* Offset from VBAR of the vector for synchronous exceptions from EL1 with SP_EL1. */
#define BOOT_VECTOR_OFFSET 0x200

	.section .head.text, "ax"

/* The arm64 Image header: 64 bytes, the first of which are code. */
func image_header
	b	primary_entry
	.long	0
	.quad	0			/* text_offset: from a multiple of 2 MiB */
	.quad	kernel_memory_size	/* RAM needed, with .bss, boot tables and brk */
	.quad	HEADER_PAGES_4K | HEADER_ANYWHERE
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0
endfunc image_header

func primary_entry
	mov	dtb, x0
	adr_l	image, _head
	bl	leave_higher_levels
	bl	set_boot_vectors
	bl	check_machine
	bl	find_device_tree
#if CONFIG_MMU
	bl	clear_tables
	bl	build_idmap
	bl	build_kernel_map
	bl	build_fixmap_chain
	bl	publish_tables
	bl	check_tables
	b	enable_mmu
#else
	b	leave_mmu_off
#endif
endfunc primary_entry

/*
 * Vectors for the time before the kernel's own vectors work: an exception stops the core
 * and records ESR. Only one vector can be taken, because interrupts are masked; the others
 * are other code. in: image   clobbers: x0
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

/* Checks what the tables require of CPU and loader. out: ips, line   clobbers: x0, x1 */
func check_machine
	mrs	x0, id_aa64mmfr0_el1
	ubfx	x1, x0, #MMFR0_TGRAN4_SHIFT, #MMFR0_TGRAN4_WIDTH
	cmp	x1, #MMFR0_TGRAN4_NONE
	b.ne	1f
	fail	BOOT_FAIL_GRANULE, "this CPU has no 4 KiB pages"
1:	/* At most 48 bits, because that is what the entries of these tables can hold. */
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
	/* At most PAGE_SIZE / UNROLL, so that the loops end exactly at the end of the tables. */
	mov	x0, #PAGE_SIZE / UNROLL
	cmp	line, x0
	csel	line, line, x0, lo
	ret
endfunc check_machine

/*
 * QEMU passes no pointer to a kernel that is an ELF file. It puts the device tree at the
 * start of RAM. C code checks whether there is one. in/out: dtb   clobbers: x0
 */
func find_device_tree
	cbnz	dtb, 1f
	mov	x0, #ELF_LOAD_PADDR
	cmp	image, x0
	b.ne	1f
	mov	dtb, #QEMU_RAM_BASE
1:	ret
endfunc find_device_tree

#if CONFIG_MMU
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
	isb				/* the TLBI must use the new registers (D8.13) */
	tlbi	vmalle1			/* this core only: no other runs */
	ic	iallu
	dsb	nsh
	ldr	x0, =vectors
	msr	vbar_el1, x0		/* from here on the kernel's own vectors */
	mov_q	x0, SCTLR_MMU_ON
	msr	sctlr_el1, x0
	isb				/* fetched through the identity page */
	ldr	x0, =primary_switched
	br	x0
endfunc enable_mmu
#else
/* Without translation the image must be at the address for which it was linked. in: image */
func leave_mmu_off
	ldr	x0, =_head
	cmp	x0, image
	b.eq	1f
	mov	x0, image
	fail	BOOT_FAIL_ALIGNMENT, "without an MMU the image runs only at its link address"
1:	ldr	x0, =vectors
	msr	vbar_el1, x0
	isb
	ldr	x0, =primary_switched
	br	x0
endfunc leave_mmu_off
#endif

	.ltorg

	.text
/* MMU off, also after boot: levels.S. in: x0 = value, x1 = text, x2 = code */
func boot_fail
	adr_l	x3, boot_failure
	stp	x2, x0, [x3]
	add	x3, x3, #BOOT_FAILURE_TEXT
1:	ldrb	w4, [x1], #1
	strb	w4, [x3], #1
	cbnz	w4, 1b
	b	boot_stop
endfunc boot_fail

/* The first instruction at a virtual address. in: dtb, el, image */
	.cfi_sections .debug_frame
func primary_switched
	.cfi_startproc
	.cfi_undefined x30		/* debuggers end their backtraces here */
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
