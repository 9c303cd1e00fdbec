/* SPDX-License-Identifier: MIT */
/*
 * The address map. C, assembly, the linker script and GDB use this file. Addresses have 48 bits,
 * pages 4 KiB, and each of four levels of tables has 512 entries. AArch64 and x86-64 divide such
 * an address into the same four 9-bit indices, so the map is the same for both.
 *
 *   name here   x86 says   Arm says   one entry spans
 *   top         level 4    level 0    512 GiB
 *   PUD         level 3    level 1    1 GiB
 *   PMD         level 2    level 2    2 MiB
 *   PTE         level 1    level 3    4 KiB
 */
#ifndef BOOTMAP_LAYOUT_H
#define BOOTMAP_LAYOUT_H

#ifdef __ASSEMBLER__
#define UL(x) (x)
#else
#define UL(x) x##UL
#endif

#define PAGE_SHIFT  12
#define TABLE_SHIFT 9
#define PMD_SHIFT   (PAGE_SHIFT + TABLE_SHIFT)
#define PUD_SHIFT   (PMD_SHIFT + TABLE_SHIFT)
#define TOP_SHIFT   (PUD_SHIFT + TABLE_SHIFT)
#define VA_BITS	    (TOP_SHIFT + TABLE_SHIFT)

#define PAGE_SIZE      (UL(1) << PAGE_SHIFT)
#define PMD_SIZE       (UL(1) << PMD_SHIFT)
#define PUD_SIZE       (UL(1) << PUD_SHIFT)
#define PTRS_PER_TABLE (UL(1) << TABLE_SHIFT)
#define PAGE_MASK      (~(PAGE_SIZE - 1))

/* Start of the kernel's half of the address space: bits VA_BITS - 1 and above are all ones. */
#define KERNEL_HALF (UL(0xffffffffffffffff) << VA_BITS)
#define TABLE_VADDR(top, pud, pmd) \
	(KERNEL_HALF + (UL(top) << TOP_SHIFT) + (UL(pud) << PUD_SHIFT) + (UL(pmd) << PMD_SHIFT))

/* The linear map: every byte of RAM at PAGE_OFFSET + its physical address. */
#if CONFIG_MMU
#define PAGE_OFFSET TABLE_VADDR(256, 0, 0)
#else
#define PAGE_OFFSET UL(0)
#endif
#define PAGE_OFFSET_SIZE (VMALLOC_START - PAGE_OFFSET)

/* Addresses that vmalloc() and ioremap() allocate. */
#define VMALLOC_START TABLE_VADDR(384, 0, 0)
#define VMALLOC_END   TABLE_VADDR(KERNEL_TOP_INDEX, 0, 0)

/* Indices of the entries that lead to image and fixmap: 511 / 510 and 511 / 511 / 503…506. */
#define KERNEL_TOP_INDEX  511
#define KERNEL_PUD_INDEX  510
#define FIXMAP_PUD_INDEX  511
#define FIX_FDT_PMD_INDEX 503
#define FIX_FDT_TABLES	  2
#define BTMAP_PMD_INDEX	  (FIX_FDT_PMD_INDEX + FIX_FDT_TABLES)
#define FIXMAP_PMD_INDEX  (BTMAP_PMD_INDEX + 1)

#if CONFIG_MMU
#define KIMAGE_VADDR TABLE_VADDR(KERNEL_TOP_INDEX, KERNEL_PUD_INDEX, 0)
#else
#define KIMAGE_VADDR ELF_LOAD_PADDR /* runs where it is loaded, and nowhere else */
#endif
#define KIMAGE_MAX_SIZE PMD_SIZE /* one level1_kernel_pgt */
#define FIX_FDT_VADDR	TABLE_VADDR(KERNEL_TOP_INDEX, FIXMAP_PUD_INDEX, FIX_FDT_PMD_INDEX)
#define BTMAP_VADDR	(FIX_FDT_VADDR + FIX_FDT_TABLES * PMD_SIZE)
#define FIXMAP_VADDR	(BTMAP_VADDR + PMD_SIZE)
/* The last page of level1_fixmap_pgt: the address of fixmap index 0. */
#define FIXADDR_TOP (FIXMAP_VADDR + PMD_SIZE - PAGE_SIZE)

/* Size of each stack; an unmapped guard page lies below it. */
#define STACK_SHIFT 14
#define STACK_SIZE  (UL(1) << STACK_SHIFT)

/* .bss is a multiple of this, because head.S clears it in steps of this. */
#define BSS_STEP 256

#ifndef __ASSEMBLER__
/* Levels of tables, counted from the root as Arm does. */
enum { LEVEL_TOP, LEVEL_PUD, LEVEL_PMD, LEVEL_PTE, PGTABLE_LEVELS };

#include <assert.h>
static_assert(VA_BITS == 48, "the map is made of 48-bit addresses");
#if CONFIG_MMU
static_assert(PAGE_OFFSET == 0xffff800000000000UL, "the linear map begins the upper half");
static_assert(VMALLOC_START == 0xffffc00000000000UL, "the vmalloc area follows the linear map");
static_assert(VMALLOC_END <= KIMAGE_VADDR, "vmalloc area and image overlap");
static_assert(KIMAGE_VADDR == 0xffffffff80000000UL, "the kernel lives in the top 2 GiB");
static_assert(KIMAGE_VADDR + KIMAGE_MAX_SIZE <= FIX_FDT_VADDR, "image and fixmap overlap");
#endif
static_assert(BTMAP_VADDR == 0xffffffffff200000UL, "early_ioremap slots: [511][511][505]");
static_assert(FIXMAP_VADDR == 0xffffffffff400000UL, "permanent fixmaps: [511][511][506]");
static_assert(FIXADDR_TOP == 0xffffffffff5ff000UL, "fixmap index 0");
#endif

#endif
