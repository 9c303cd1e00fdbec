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

#include <bootmap/compiler.h>
#include <bootmap/layout.h>
#include <bootmap/types.h>

/* The range of one top-level entry, so that the number of blocks hardly depends on RAM. */
#define MAX_PAGE_ORDER (TOP_SHIFT - PAGE_SHIFT)

enum page_state {
	PAGE_RESERVED = 1, /* reserved in memblock */
	PAGE_FREE,
	PAGE_POISONED, /* free, and filled with poison: debug builds */
	PAGE_SPARE,    /* free, but not joined with its buddy */
	PAGE_USED,
	PAGE_SLAB,  /* divided into small objects */
	PAGE_TABLE, /* a page table */
};

/**
 * struct page - descriptor of a block, stored for its first page
 * @order: of the block
 * @state: enum page_state
 * @used: a table's valid entries
 */
struct page {
	u8 order;
	u8 state;
	u16 used;
} __aligned(4); /* so it is written at once */

/**
 * mem_init() - take over the free RAM from memblock
 *
 * After paging_init(). Reserved memory stays reserved. The cost depends on the number of ranges,
 * not on the size of RAM, because there is no loop over pages.
 */
void mem_init(void);

/* A contiguous range of RAM, with a descriptor for each page. After the last bank, size is 0. */
extern struct bank {
	phys_addr_t start;
	phys_addr_t size;
	struct page *pages;
} * page_banks;

/** bank_of() - the bank that holds an address; NULL if that is no RAM, or before mem_init() */
static inline struct bank *bank_of(phys_addr_t phys)
{
	for (struct bank *bank = page_banks; bank->size; bank++)
		if (likely(phys - bank->start < bank->size))
			return bank;
	return NULL;
}

/** page_in() - the descriptor of the page at @phys, an address in @bank */
static inline struct page *page_in(const struct bank *bank, phys_addr_t phys)
{
	return &bank->pages[(phys - bank->start) >> PAGE_SHIFT];
}

/**
 * page_of() - the descriptor of a page of RAM
 * @phys: an address in it
 * Return: NULL if it is not RAM. Valid only for the first page of a block.
 */
static inline struct page *page_of(phys_addr_t phys)
{
	const struct bank *bank = bank_of(phys);

	return bank ? page_in(bank, phys) : NULL;
}

/**
 * alloc_pages() - allocate a block of 2^@order pages
 * @order: 0…MAX_PAGE_ORDER
 *
 * Its content is undefined; in debug builds it is poison that was checked.
 * Not from interrupts.
 * Return: its address in the linear map, or NULL.
 */
void *alloc_pages(unsigned int order);

/**
 * free_pages() - free a block
 * @block: as alloc_pages() returned it; NULL is ignored
 * @order: as passed to alloc_pages()
 *
 * A block that is already free, or has another order, is refused with a warning that names the
 * caller. Not from interrupts.
 */
void free_pages(void *block, unsigned int order);

/** order_of() - the smallest order whose block holds @size bytes, more than 0 */
static inline unsigned int order_of(size_t size)
{
	size_t pages = (size - 1) >> PAGE_SHIFT;

	return pages ? 64 - __builtin_clzl(pages) : 0;
}

/**
 * free_reserved_area() - pass RAM that was reserved in memblock to the allocator
 * @start: physical address, page aligned
 * @end: exclusive, page aligned
 *
 * For memory that only boot needed.
 */
void free_reserved_area(phys_addr_t start, phys_addr_t end);

/** nr_free_pages() - number of free pages, in blocks of all orders */
unsigned long nr_free_pages(void);

/** show_buddy() - print the number of free blocks of each order */
void show_buddy(void);

#endif
