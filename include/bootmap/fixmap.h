/* SPDX-License-Identifier: MIT */
/*
 * DOC: fixmap
 *
 * The fixmap is a set of virtual pages (slots) whose addresses are compile-time constants. At run
 * time a slot can be mapped to any physical page. Index 0 is the highest page; addresses fall as
 * indices rise. There are three groups, each with tables of its own:
 *
 *   permanent slots     level1_fixmap_pgt   one page each, named below
 *   FIX_BTMAPs          bm_pte              allocated by early_ioremap()
 *   FIX_FDT             fix_fdt_pte         the device tree
 */
#ifndef BOOTMAP_FIXMAP_H
#define BOOTMAP_FIXMAP_H

#include <bootmap/bug.h>
#include <bootmap/pgtable.h>

/* All slots together fill exactly one table, so early_ioremap_init() writes one entry. */
#define NR_FIX_BTMAPS	 64
#define FIX_BTMAPS_SLOTS 8
#define TOTAL_FIX_BTMAPS (NR_FIX_BTMAPS * FIX_BTMAPS_SLOTS)

/* The boot protocol's largest device tree; one page more because it may start inside a page. */
#define MAX_FDT_SIZE  (2UL << 20)
#define FIX_FDT_PAGES (DIV_ROUND_UP(MAX_FDT_SIZE, PAGE_SIZE) + 1)

enum fixed_addresses {
	/* Never mapped, so that an index of 0 by mistake faults instead of reaching a device. */
	FIX_HOLE,

	/* The early console's UART, until its driver maps it with ioremap(). */
	FIX_EARLYCON_MEM_BASE,

	/* A PC's interrupt controllers: every interrupt accesses them at a constant address. */
	FIX_APIC_BASE,
	FIX_IO_APIC_BASE_0,

	/* The tables that paging_init() writes before the linear map exists. */
	FIX_PUD,
	FIX_PMD,
	FIX_PTE,

	/* A page for experiments and selftests that change entries in use. */
	FIX_LAB,

	__end_of_permanent_fixed_addresses,

	/* Slot 0 of early_ioremap() starts at FIX_BTMAP_BEGIN, the lowest address. */
	FIX_BTMAP_END = ROUND_UP(__end_of_permanent_fixed_addresses, PTRS_PER_TABLE),
	FIX_BTMAP_BEGIN = FIX_BTMAP_END + TOTAL_FIX_BTMAPS - 1,

	/* FIX_FDT is the window's lowest page. */
	FIX_FDT = FIX_BTMAP_BEGIN + FIX_FDT_TABLES * PTRS_PER_TABLE,
	FIX_FDT_END = FIX_FDT - FIX_FDT_PAGES + 1,

	__end_of_fixed_addresses = FIX_FDT + 1,
};

#define __fix_to_virt(idx) (FIXADDR_TOP - ((unsigned long)(idx) << PAGE_SHIFT))
#define __virt_to_fix(va)  ((FIXADDR_TOP - ((va)&PAGE_MASK)) >> PAGE_SHIFT)

/* The permanent slots only, and the whole fixmap down to the device tree. */
#define FIXADDR_SIZE	  ((unsigned long)__end_of_permanent_fixed_addresses << PAGE_SHIFT)
#define FIXADDR_START	  (FIXADDR_TOP - FIXADDR_SIZE)
#define FIXADDR_TOT_SIZE  ((unsigned long)__end_of_fixed_addresses << PAGE_SHIFT)
#define FIXADDR_TOT_START (FIXADDR_TOP - FIXADDR_TOT_SIZE)

static_assert(TOTAL_FIX_BTMAPS == PTRS_PER_TABLE, "the slots fill bm_pte exactly");
static_assert(__fix_to_virt(FIX_BTMAP_BEGIN) == BTMAP_VADDR, "slot 0 begins bm_pte");
static_assert(__fix_to_virt(FIX_FDT) == FIX_FDT_VADDR, "the tree begins its first table");
static_assert(FIX_FDT_PAGES <= FIX_FDT_TABLES * PTRS_PER_TABLE, "the tree fits its tables");
static_assert(FIX_FDT_END > FIX_BTMAP_BEGIN, "device tree and slots overlap");
static_assert(FIXADDR_TOT_START >= KIMAGE_VADDR + KIMAGE_MAX_SIZE, "fixmap and image overlap");

/**
 * fix_to_virt() - address of a fixmap slot
 * @idx: a constant; an index out of range does not compile
 */
static __always_inline unsigned long fix_to_virt(const unsigned int idx)
{
	BUILD_BUG_ON(idx >= __end_of_fixed_addresses, fixmap_index_out_of_range);
	return __fix_to_virt(idx);
}

/**
 * virt_to_fix() - index of the permanent slot that holds an address
 * @va: anywhere inside the page; BUG() outside the permanent slots
 */
static inline unsigned long virt_to_fix(unsigned long va)
{
	/*
	 * By index, not by FIXADDR_START: since index 0 is FIXADDR_TOP itself, the
	 * lowest slot lies one page above that (Linux lets this page pass).
	 */
	BUG_ON(va >= FIXADDR_TOP || __virt_to_fix(va) >= __end_of_permanent_fixed_addresses);
	return __virt_to_fix(va);
}

/**
 * __set_fixmap() - map a slot to a physical page, or clear it
 * @idx: the slot; BUG() for FIX_HOLE and out of range
 * @phys: physical address; the offset inside the page is dropped
 * @prot: attributes; 0 clears the slot and flushes its address from the TLB
 *
 * If the slot is in use, a warning is printed and the entry is replaced by break-before-make.
 * (Linux overwrites it and leaves the flush to the caller.) Boot or any later context; one core.
 */
void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, pgprot_t prot);

#define set_fixmap(idx, phys)	 __set_fixmap(idx, phys, FIXMAP_PAGE_NORMAL)
#define set_fixmap_io(idx, phys) __set_fixmap(idx, phys, FIXMAP_PAGE_IO)
#define clear_fixmap(idx)	 __set_fixmap(idx, 0, __pgprot(0))

/**
 * set_fixmap_offset_io() - map a device register block that starts inside a page
 * @idx: the slot
 * @phys: physical address of the first register
 * Return: the address of that register.
 */
static inline void __iomem *set_fixmap_offset_io(enum fixed_addresses idx, phys_addr_t phys)
{
	set_fixmap_io(idx, phys);
	return (void __force __iomem *)(__fix_to_virt(idx) + (phys & ~PAGE_MASK));
}

/**
 * fixmap_remap_fdt() - map the device tree at FIX_FDT, read-only
 * @dt_phys: its physical address
 * @size: on success the tree's own size in bytes
 * @why: on failure the reason, in words that continue a sentence
 *
 * Maps the first page, checks magic, alignment and size there, then maps the pages up to the size
 * in the header. No block is used, so no memory beside the tree becomes readable. After an error
 * no page is mapped. A second call replaces the first mapping.
 * Boot only. Source of the limits: Documentation/arm64/booting of Linux.
 *
 * Return: the tree, or NULL.
 */
const void *fixmap_remap_fdt(phys_addr_t dt_phys, u32 *size, const char **why);

/**
 * fixmap_describe() - the owner of an address in the fixmap's gigabyte, in words
 * @buf: receives the text
 * @size: of @buf in bytes
 * @va: the address, KERNEL_HALF's [511][511]
 */
void fixmap_describe(char *buf, size_t size, unsigned long va);

#endif
