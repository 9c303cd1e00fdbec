// SPDX-License-Identifier: MIT
/*
 * What is done with areas of the vmalloc area: memory in one piece of addresses, pages shown side
 * by side, and questions about who holds an address. Tests, the monitor and fault reports call it.
 *
 *   vmalloc():  [block of 4 pages][block of 2][1]  guard page
 *                    |                 |       |
 *                 blocks of the page allocator, anywhere in RAM
 */
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/page_alloc.h>
#include <bootmap/refuse.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <stdio.h>

#define END_OF_CHAIN ~(phys_addr_t)0

/* Allocates the largest available block of at most @size bytes. */
static inline void *alloc_at_most(size_t size, unsigned int *order)
{
	void *block;

	*order = 63 - __builtin_clzl(size >> PAGE_SHIFT);
	while (unlikely(!(block = alloc_pages(*order)) && *order))
		--*order;
	return block;
}

static bool fill_area(struct vm_struct *area)
{
	unsigned long va = area->addr, end = va + vm_area_size(area);

	while (va < end) {
		unsigned int order;
		void *block = alloc_at_most(end - va, &order);
		unsigned long next = va + (PAGE_SIZE << order);

		if (!block)
			return false;
		if (map_range(va, next, __pa(block), PAGE_KERNEL, 0)) {
			free_pages(block, order);
			return false;
		}
		/* Usually a single block is enough. */
		if (likely(next - area->addr == vm_area_size(area) && va == area->addr)) {
			area->phys = __pa(block);
			area->flags |= VM_COMPLETE;
		}
		va = next;
	}
	return true;
}

/*
 * Pages are freed after they were unmapped. Until then they are chained. The first page that is not
 * mapped ends the walk: at the latest the guard page.
 */
static phys_addr_t chain_blocks(const struct vm_struct *area)
{
	unsigned long va = area->addr;
	phys_addr_t chain = END_OF_CHAIN;
	struct pgtable_walk walk;

	while (pgtable_walk(va, &walk)) {
		*(phys_addr_t *)__va(walk.phys) = chain;
		chain = walk.phys;
		va += PAGE_SIZE << page_of(chain)->order;
	}
	return chain;
}

static void free_with_pages(struct vm_struct *area)
{
	phys_addr_t block = area->phys;

	if (likely(area->flags & VM_COMPLETE)) {
		free_vm_area(area);
		free_pages(__va(block), page_of(block)->order);
		return;
	}
	block = chain_blocks(area);
	free_vm_area(area);
	while (block != END_OF_CHAIN) {
		phys_addr_t next = *(phys_addr_t *)__va(block);

		free_pages(__va(block), page_of(block)->order);
		block = next;
	}
}

void *vmalloc(size_t size)
{
	struct vm_struct *area =
		get_vm_area_at(0, ROUND_UP(size, PAGE_SIZE), VM_ALLOC, CALLER_ADDRESS);

	if (!area)
		return NULL;
	if (fill_area(area))
		return (void *)area->addr;
	free_with_pages(area);
	return NULL;
}

void *vmap(const phys_addr_t *pages, unsigned int count, pgprot_t prot)
{
	struct vm_struct *area =
		get_vm_area_at(0, (size_t)count << PAGE_SHIFT, VM_MAP, CALLER_ADDRESS);

	if (!area)
		return NULL;
	for (unsigned long i = 0, va = area->addr; i < count; i++, va += PAGE_SIZE)
		if (map_range(va, va + PAGE_SIZE, pages[i], prot, MAP_NO_CONT)) {
			free_vm_area(area);
			return NULL;
		}
	return (void *)area->addr;
}

/* A complete area can only be unmapped as a whole, because VM_COMPLETE promises all its entries. */
static bool holds_complete_area(unsigned long va, unsigned long end)
{
	const struct vm_struct *area = NULL;

	while ((area = vmalloc_next(area)))
		if (area->flags & VM_COMPLETE && area->addr < end &&
		    area->addr + vm_area_size(area) > va)
			return true;
	return false;
}

int unmap_range(unsigned long va, unsigned long end)
{
	if (!range_of_whole_leaves(va, end))
		return -EINVAL;
	if (holds_complete_area(va, end))
		return -EBUSY;
	unmap_area(va, end, 0);
	return 0;
}

/* The area that begins at @addr and is of this kind; else NULL, with a warning unless @addr is. */
static struct vm_struct *area_to_free(const char *function, const void *addr, unsigned int kind,
				      unsigned long caller)
{
	struct vm_struct *area = find_vm_area((unsigned long)addr);

	if (area && area->addr == (unsigned long)addr && area->flags & kind)
		return area;
	if (addr)
		refuse_address(function, (unsigned long)addr, "unknown", caller);
	return NULL;
}

void vfree(const void *addr)
{
	struct vm_struct *area = area_to_free(__func__, addr, VM_ALLOC, CALLER_ADDRESS);

	if (area)
		free_with_pages(area);
}

void vunmap(const void *addr)
{
	struct vm_struct *area = area_to_free(__func__, addr, VM_MAP, CALLER_ADDRESS);

	if (area)
		free_vm_area(area);
}

const char *vm_area_kind(const struct vm_struct *area)
{
	return area->flags & VM_IOREMAP ? "ioremap" : area->flags & VM_ALLOC ? "vmalloc" : "vmap";
}

const char *vm_area_owner(char *buf, size_t size, const struct vm_struct *area)
{
	if (!(area->flags & VM_NAMED))
		return ksym_format(buf, size, area->caller);
	snprintf(buf, size, "%s", (const char *)area->caller);
	return buf;
}

void vmalloc_describe(char *buf, size_t size, unsigned long va)
{
	const struct vm_struct *area = vm_area_around(va);

	if (area) {
		char who[KSYM_NAME_MAX];

		snprintf(buf, size, "%s the %s area of %s, 0x%zx bytes",
			 va - area->addr < vm_area_size(area) ? "in" : "guard page of",
			 vm_area_kind(area), vm_area_owner(who, sizeof(who), area),
			 vm_area_size(area));
	} else {
		snprintf(buf, size, "vmalloc area, not allocated");
	}
}
