/* SPDX-License-Identifier: MIT */
/*
 * DOC: vmalloc area
 *
 * The addresses between VMALLOC_START and VMALLOC_END are allocated in areas. At least one unmapped
 * page follows each area, so that an access over its end faults.
 */
#ifndef BOOTMAP_VMALLOC_H
#define BOOTMAP_VMALLOC_H

#include <bootmap/boot.h>
#include <bootmap/pgtable.h>

/* The use of an area: exactly one of these. */
#define VM_IOREMAP BIT(0) /* device registers */
#define VM_ALLOC   BIT(1) /* allocated pages, vmalloc() */
#define VM_MAP	   BIT(2) /* pages of the caller, vmap() */

#define VM_COMPLETE BIT(3) /* besides: one map_range() mapped all of it */
#define VM_NAMED    BIT(4) /* besides: caller is the name of a device, not a code address */

/**
 * struct vm_struct - one area
 * @addr: its first page
 * @phys: physical address for VM_IOREMAP, or of the single block of VM_ALLOC | VM_COMPLETE
 * @caller: address in the caller, or a name, see VM_NAMED
 * @nr_pages: without the guard page
 * @flags: VM_…
 */
struct vm_struct {
	unsigned long addr;
	phys_addr_t phys;
	unsigned long caller;
	u32 nr_pages;
	u32 flags;
};

/** vmalloc_init() - from here on areas can be allocated. After mem_init(). */
void vmalloc_init(void);

/** vmalloc_ready() - has vmalloc_init() run? */
static inline bool vmalloc_ready(void)
{
	return boot_stage >= BOOT_MM;
}

/**
 * get_vm_area_at() - allocate an area, without mapping anything
 * @phys: physical address that will be mapped: the area is placed so that blocks can be used
 * @size: bytes, a multiple of PAGE_SIZE
 * @flags: VM_…
 * @caller: address in the caller, for listings
 *
 * Return: NULL if no area of that size is free, or without memory for its record.
 */
struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller);

/** get_vm_area() - the same without a known physical address */
static inline struct vm_struct *get_vm_area(size_t size, unsigned int flags)
{
	return get_vm_area_at(0, ROUND_UP(size, PAGE_SIZE), flags, CALLER_ADDRESS);
}

/** vm_area_size() - bytes of an area, without its guard page */
static inline size_t vm_area_size(const struct vm_struct *area)
{
	return (size_t)area->nr_pages << PAGE_SHIFT;
}

/** vm_area_around() - the area of @addr, also if it is in its guard page or unused; or NULL */
struct vm_struct *vm_area_around(unsigned long addr);

/** find_vm_area() - the area that begins at the page of @addr; NULL if none does */
struct vm_struct *find_vm_area(unsigned long addr);

/** free_vm_area() - unmap @area, flush, and free its addresses */
void free_vm_area(struct vm_struct *area);

/**
 * unmap_range() - unmap any addresses of the kernel's half, and invalidate their translations
 * @va: first address, page aligned
 * @end: exclusive, page aligned, more than @va
 *
 * As unmap_area(), but the range is checked first.
 * Return: 0; -EINVAL if an end would cut a block or a contiguous group; -EBUSY if the range holds a
 * part of what ioremap() or vmalloc() mapped as a whole. After an error nothing was changed.
 */
int unmap_range(unsigned long va, unsigned long end);

/**
 * vmalloc() - allocate memory that is contiguous in virtual addresses only
 * @size: bytes
 *
 * Content undefined. Not from interrupts. Return: page aligned, NULL if there is not enough.
 */
void *vmalloc(size_t size);

/**
 * vfree() - free memory of vmalloc(); NULL is ignored, other addresses are refused with a warning
 */
void vfree(const void *addr);

/**
 * vmap() - map pages at contiguous virtual addresses
 * @pages: their physical addresses
 * @count: how many
 * @prot: attributes
 *
 * Return: NULL if there is no room.
 */
void *vmap(const phys_addr_t *pages, unsigned int count, pgprot_t prot);

/** vunmap() - release a mapping of vmap(), but not its pages; NULL is ignored */
void vunmap(const void *addr);

/**
 * vm_area_owner() - the owner of an area: a device, or the caller as function+offset. Return: @buf.
 */
const char *vm_area_owner(char *buf, size_t size, const struct vm_struct *area);

/** vm_area_kind() - the name of the function that allocated an area */
const char *vm_area_kind(const struct vm_struct *area);

/**
 * vmalloc_next() - walk the areas in ascending order
 * @area: NULL for the first one
 * Return: the next one, NULL after the last.
 */
const struct vm_struct *vmalloc_next(const struct vm_struct *area);

/**
 * vmalloc_describe() - who owns an address of the vmalloc area
 * @buf: gets the words
 * @size: of @buf in bytes
 * @va: the address
 */
void vmalloc_describe(char *buf, size_t size, unsigned long va);

#endif
