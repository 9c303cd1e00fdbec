// SPDX-License-Identifier: MIT
/*
 * The page allocator: all RAM that memblock did not reserve, in blocks of 2^n pages. A block too
 * large is halved; two free halves of one block, "buddies", become that block again. alloc_pages()
 * and free_pages() serve page tables, slabs and vmalloc().
 *
 *   free_lists[0]  --> [1 page] <--> [1 page]      a free block holds its own list node
 *   free_lists[1]  --> [2 pages]
 *     …
 *   spare[]        [1 page] [1 page]               freed last, not united yet
 *
 *   a bank of RAM  | block of 4    | 2     | 1 | 1 | block of 8 …
 *   bank.pages[]   | order 2, used, -, -, -| order 1, free, - | order 0, slab | …
 *
 * At any moment the blocks, free or not, cover each bank without gap or overlap, and the
 * descriptor of each block's first page is filled in. No other descriptor is ever read: the buddy
 * of a block of order n is aligned to 2^n pages, so it is the first page of a block, or inside a
 * larger one, which would then hold its buddy too. That is why the array of descriptors need not
 * be cleared at boot: boot takes no longer with more RAM.
 */
#include <bootmap/brk.h>
#include <bootmap/bug.h>
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <sys/queue.h>
#include <tests/fault_inject.h>

#include <asm/page.h>

static struct bank no_bank;
struct bank *page_banks = &no_bank;

/* The list node of a free block is stored in the block itself. */
struct free_block {
	LIST_ENTRY(free_block) link;
};
static LIST_HEAD(free_list, free_block) free_lists[MAX_PAGE_ORDER + 1];
static unsigned long orders_with_free; /* bit n: free_lists[n] is not empty */
static unsigned long free_pages_count;

/*
 * Single pages that were freed last, and are allocated first. Tables and records are allocated and
 * freed one by one. Joining each page with its buddy and splitting it again would be most of the
 * cost.
 */
#define MAX_SPARE 16
static void *spare[MAX_SPARE];
static unsigned int nr_spare;

unsigned int allocations_until_failure;

static size_t block_size(unsigned int order)
{
	return PAGE_SIZE << order;
}

/* As a page table entry this is valid, so a table that was not cleared is noticed. */
#define POISON 0xababababababababUL
static_assert(POISON & PTE_VALID, "poison is a valid entry");

static void poison(void *block, size_t size)
{
	u64 *word = block;

	for (size_t i = 0; i < size / sizeof(*word); i++)
		word[i] = POISON;
}

/* Checks that a block was not written to while it was free, except for its list node. */
static void check_poison(const void *block, unsigned int order, unsigned long caller)
{
	const u64 *word = block;
	char who[KSYM_NAME_MAX];

	for (size_t i = sizeof(struct free_block) / sizeof(*word);
	     i < block_size(order) / sizeof(*word); i++)
		if (word[i] != POISON) {
			pr_warn("page_alloc: 0x%lx was written to while it was free [allocated by %s]",
				__pa(&word[i]), ksym_format(who, sizeof(who), caller));
			return;
		}
}

static void add_free(struct page *page, phys_addr_t phys, unsigned int order, enum page_state state)
{
	struct free_block *block = __va(phys);

	*page = (struct page){ .order = order, .state = state };
	LIST_INSERT_HEAD(&free_lists[order], block, link);
	orders_with_free |= BIT(order);
}

static void remove_free(struct free_block *block, unsigned int order)
{
	LIST_REMOVE(block, link);
	if (LIST_EMPTY(&free_lists[order]))
		orders_with_free &= ~BIT(order);
}

/* Takes the first part of the smallest free block that is large enough; the rest stays free. */
static void *take_block(unsigned int order, unsigned long caller)
{
	unsigned long usable = orders_with_free & (~0UL << order);
	struct free_block *block;
	struct page *page;
	unsigned int split;

	if (!usable)
		return NULL;
	split = __builtin_ctzl(usable);
	block = LIST_FIRST(&free_lists[split]);
	page = page_of(__pa(block));
	remove_free(block, split);
	while (split-- > order)
		add_free(page + BIT(split), __pa(block) + block_size(split), split, page->state);
	if (page->state == PAGE_POISONED)
		check_poison(block, order, caller);
	*page = (struct page){ .order = order, .state = PAGE_USED };
	free_pages_count -= BIT(order);
	return block;
}

/* Joins a free block with its buddy, and the result with its buddy, as long as these are free. */
static void merge_and_add(phys_addr_t phys, unsigned int order, enum page_state state)
{
	const struct bank *bank = bank_of(phys);

	free_pages_count += BIT(order);
	for (; order < MAX_PAGE_ORDER; order++) {
		phys_addr_t buddy = phys ^ block_size(order);
		const struct page *page;

		if (buddy - bank->start >= bank->size)
			break;
		page = page_in(bank, buddy);
		/* Poisoned and never poisoned memory must not be joined: a check would fail. */
		if (page->state != state || page->order != order)
			break;
		remove_free(__va(buddy), order);
		if (state == PAGE_POISONED)
			poison(__va(buddy), sizeof(struct free_block));
		phys &= ~block_size(order);
	}
	add_free(page_in(bank, phys), phys, order, state);
}

static const enum page_state freed_state = DEBUG ? PAGE_POISONED : PAGE_FREE;

static void *take_spare_page(unsigned long caller)
{
	void *page = spare[--nr_spare];

	if (DEBUG)
		check_poison(page, 0, caller);
	*page_of(__pa(page)) = (struct page){ .state = PAGE_USED };
	free_pages_count--;
	return page;
}

static void unite_spare_pages(void)
{
	while (nr_spare) {
		free_pages_count--;
		merge_and_add(__pa(spare[--nr_spare]), 0, freed_state);
	}
}

static noinline void *alloc_block(unsigned int order, unsigned long caller)
{
	void *block = take_block(order, caller);

	if (block)
		return block;
	unite_spare_pages();
	return take_block(order, caller);
}

void *alloc_pages(unsigned int order)
{
	if (unlikely(allocation_shall_fail()))
		return NULL;
	if (likely(!order && nr_spare))
		return take_spare_page(CALLER_ADDRESS);
	return alloc_block(order, CALLER_ADDRESS);
}

/* Why a block cannot be freed, or NULL. */
static const char *objection(const struct page *page, unsigned int order)
{
	if (unlikely(!page))
		return "no RAM";
	if (unlikely(page->state < PAGE_USED))
		return page->state == PAGE_RESERVED ? "reserved memory" : "free already";
	return unlikely(page->order != order) ? "a block of another order" : NULL;
}

static noinline void refuse(const void *block, unsigned int order, const char *why,
			    unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("free_pages: %s at 0x%lx, order %u [caller %s]", why, (unsigned long)block, order,
		ksym_format(who, sizeof(who), caller));
}

void free_pages(void *block, unsigned int order)
{
	struct page *page = page_of(__pa(block));
	const char *why = objection(page, order);

	if (unlikely(why)) {
		if (block)
			refuse(block, order, why, CALLER_ADDRESS);
		return;
	}
	arch_free_pages(block, order);
	if (DEBUG)
		poison(block, block_size(order));
	if (order || nr_spare == MAX_SPARE) {
		merge_and_add(__pa(block), order, freed_state);
		return;
	}
	*page = (struct page){ .state = PAGE_SPARE };
	spare[nr_spare++] = block;
	free_pages_count++;
}

/* The order of the largest block that begins at @start and ends at or before @end. */
static unsigned int largest_order(phys_addr_t start, phys_addr_t end)
{
	unsigned int fits = 63 - __builtin_clzl((end - start) >> PAGE_SHIFT);
	unsigned int aligned = start ? __builtin_ctzl(start >> PAGE_SHIFT) : MAX_PAGE_ORDER;

	return min(min(fits, aligned), MAX_PAGE_ORDER);
}

/* Divides a range into the largest possible blocks. Parts outside all banks are left out. */
static void for_each_block(phys_addr_t start, phys_addr_t end,
			   void (*action)(phys_addr_t phys, unsigned int order))
{
	for (const struct bank *bank = page_banks; bank->size; bank++) {
		phys_addr_t phys = max(start, bank->start);
		phys_addr_t last = min(end, bank->start + bank->size);

		for (unsigned int order; phys < last; phys += block_size(order)) {
			order = largest_order(phys, last);
			action(phys, order);
		}
	}
}

static void mark_reserved(phys_addr_t phys, unsigned int order)
{
	*page_of(phys) = (struct page){ .order = order, .state = PAGE_RESERVED };
}

/* At boot, no two blocks of a range can be joined, because each is already as large as possible. */
static void __init add_first(phys_addr_t phys, unsigned int order)
{
	free_pages_count += BIT(order);
	add_free(page_of(phys), phys, order, PAGE_FREE);
}

static void release(phys_addr_t phys, unsigned int order)
{
	merge_and_add(phys, order, PAGE_FREE);
}

static void mark_all_reserved(void)
{
	for (unsigned int i = 0; i < memblock.reserved.cnt; i++) {
		const struct memblock_region *region = &memblock.reserved.regions[i];

		for_each_block(region->base & PAGE_MASK,
			       ROUND_UP(region->base + region->size, PAGE_SIZE), mark_reserved);
	}
}

/* The descriptors of a bank are in RAM, too; they describe that RAM as reserved. */
static struct bank __init describe_bank(const struct memblock_region *ram)
{
	phys_addr_t start = ram->base, end = min(start + ram->size, LINEAR_MAP_LIMIT);
	phys_addr_t pages;

	if (start >= end)
		return no_bank;
	pages = memblock_phys_alloc_range(
		ROUND_UP(((end - start) >> PAGE_SHIFT) * sizeof(struct page), PAGE_SIZE), PAGE_SIZE,
		0, LINEAR_MAP_LIMIT, "page descriptors");
	if (!pages)
		panic("there is no room for the descriptors of the RAM at 0x%lx", start);
	return (struct bank){ start, end - start, __va(pages) };
}

void __init mem_init(void)
{
	struct bank *bank;

	bank = page_banks = extend_brk((memblock.memory.cnt + 1) * sizeof(*bank), "banks of RAM");
	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		*bank = describe_bank(&memblock.memory.regions[i]);
		if (bank->size)
			bank++;
	}
	*bank = no_bank;
	mark_all_reserved();
	for_each_free_mem_range(start, end)
		for_each_block(ROUND_UP(start, PAGE_SIZE), end & PAGE_MASK, add_first);
}

void free_reserved_area(phys_addr_t start, phys_addr_t end)
{
	const struct bank *bank = bank_of(start);

	BUG_ON(!bank || end > bank->start + bank->size);
	if (memblock_phys_free(start, end - start))
		return;
	/* The reserved ranges around it have changed; each gets new descriptors. */
	mark_all_reserved();
	for_each_block(start, end, mark_reserved);
	for_each_block(start, end, release);
}

unsigned long nr_free_pages(void)
{
	return free_pages_count;
}

void show_buddy(void)
{
	pr_info("buddy: %lu pages free, %u of them spare", free_pages_count, nr_spare);
	for (unsigned int order = 0; order <= MAX_PAGE_ORDER; order++) {
		const struct free_block *block;
		unsigned long count = 0;

		if (LIST_EMPTY(&free_lists[order]))
			continue;
		LIST_FOREACH(block, &free_lists[order], link)
			count++;
		pr_info("buddy: order %2u, %10lu KiB each: %lu free", order,
			block_size(order) >> 10, count);
	}
}
