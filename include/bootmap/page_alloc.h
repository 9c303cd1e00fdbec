/* SPDX-License-Identifier: MIT */
/*
 * DOC: page allocator
 *
 * A buddy allocator over all RAM that memblock did not reserve. A block of order n
 * is 2^n pages, aligned to its size; two halves of one block are buddies, and
 * become that block again when both are free.
 */
#ifndef BOOTMAP_PAGE_ALLOC_H
#define BOOTMAP_PAGE_ALLOC_H

#include <bootmap/layout.h>
#include <bootmap/types.h>

/* One top-level entry's worth: so the number of blocks hardly grows with RAM. */
#define MAX_PAGE_ORDER (TOP_SHIFT - PAGE_SHIFT)

/**
 * mem_init() - hand free RAM over from memblock
 *
 * After paging_init(). What memblock reserved stays out. No loop over pages: the cost
 * grows with the number of ranges, not with RAM.
 */
void mem_init(void);

/** page_alloc_ready() - has mem_init() run? */
bool page_alloc_ready(void);

/**
 * alloc_pages() - a block of 2^@order pages
 * @order: 0…MAX_PAGE_ORDER
 *
 * Its content is undefined; in debug builds it is poison that was checked to be intact.
 * Not from interrupts.
 * Return: its address in the linear map, or NULL.
 */
void *alloc_pages(unsigned int order);

/** alloc_zeroed_page() - one page of zeroes, or NULL */
void *alloc_zeroed_page(void);

/**
 * free_pages() - give a block back
 * @block: as alloc_pages() returned it; NULL is ignored
 * @order: as it was asked for
 *
 * A block that is free already, or of another order, is refused with a warning that names
 * the caller. Not from interrupts.
 */
void free_pages(void *block, unsigned int order);

/** order_of() - the smallest order whose block holds @size bytes, more than 0 */
static inline unsigned int order_of(size_t size)
{
	size_t pages = (size - 1) >> PAGE_SHIFT;

	return pages ? 64 - __builtin_clzl(pages) : 0;
}

/**
 * free_reserved_area() - give RAM that memblock had reserved to the allocator
 * @start: physical address, page aligned
 * @end: exclusive, page aligned
 *
 * For memory that was needed for booting only.
 */
void free_reserved_area(phys_addr_t start, phys_addr_t end);

/** nr_free_pages() - how many pages are free, in whatever blocks */
unsigned long nr_free_pages(void);

/** show_buddy() - how many blocks of each order are free, on the console */
void show_buddy(void);

#endif
