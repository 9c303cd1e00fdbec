// SPDX-License-Identifier: MIT
// the whole file
/*
 * Virtual addresses for ioremap(), vmalloc() and vmap(): the window from VMALLOC_START to VMALLOC_END is
 * allocated in areas. A guard page, which is never mapped, follows each area.
 */
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/slab.h>
#include <bootmap/vmalloc.h>

void __init vmalloc_init(void)
{
	boot_stage_enter(BOOT_MM);
}

/*
 * A large range can be mapped by blocks, if virtual and physical address have the same offset in a
 * block. Return: the block's size in bytes. PAGE_SIZE: no block fits.
 */
static inline size_t block_for(phys_addr_t phys, size_t size)
{
	static const size_t blocks[] = { PUD_SIZE, PMD_SIZE, CONT_PTES * PAGE_SIZE };

	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		if (size >= blocks[i] && ROUND_UP(phys, blocks[i]) - phys <= size - blocks[i])
			return blocks[i];
	return PAGE_SIZE;
}

/*
 * Allocates addresses for @size bytes and a guard page, and maps nothing. The distance from the area's
 * address to @phys is a multiple of block_for(@phys, @size). @phys, @flags and @caller are recorded;
 * @size is as a number of pages.
 *
 * Return: the area, whose record stays where it is until free_vm_area(). NULL if @size, a multiple of
 * PAGE_SIZE, is 0 or larger than any hole, or has more pages than nr_pages can count; without memory for the
 * record; and before vmalloc_init(), see vmalloc_ready().
 *
 * TODO: this one refuses everything.
 */
struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	(void)block_for(phys, size);
	(void)flags;
	(void)caller;
	return NULL;
}

/*
 * The area that contains @addr, or whose guard page does. Unused pages behind its guard page, or in front
 * of it, may belong to it or to nobody. NULL if there is none.
 *
 * TODO
 */
struct vm_struct *vm_area_around(unsigned long addr)
{
	(void)addr;
	return NULL;
}

/*
 * The area whose first page contains @addr, or NULL.
 *
 * TODO
 */
struct vm_struct *find_vm_area(unsigned long addr)
{
	return vm_area_around(addr);
}

/*
 * The area that follows @area in ascending order of addresses. @area NULL: the first one. Return: NULL
 * after the last. May be slow: only listings use it.
 *
 * TODO
 */
const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	(void)area;
	return NULL;
}

/*
 * Unmaps the area, and frees its addresses and its record. unmap_area() unmaps: with UNMAP_COMPLETE if
 * the area has VM_COMPLETE, else with 0.
 *
 * TODO: in which order?
 */
void free_vm_area(struct vm_struct *area)
{
	(void)area;
}
