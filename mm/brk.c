// SPDX-License-Identifier: MIT
/*
 * Memory before there is an allocator: the RAM behind the image. What boot cannot count before it
 * has read its input grows there, by extend_brk() and brk_grow(): nodes of the device tree, ranges
 * of RAM, ACPI tables. boot/main.c settles the brk when the RAM is known, and closes it when pages
 * can be allocated.
 *
 *   _head        _brk          next        mapped           limit           _brk_limit
 *   | image      | taken       | mapped    | not mapped yet | somebody else's |
 *                                            brk_close() frees what is left up to limit
 */
#include <bootmap/boot.h>
#include <bootmap/brk.h>
#include <bootmap/bug.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <string.h>

/* Capacity of a new array, in entries. */
#define FIRST_ROOM 64

#define BRK_ALIGN 8

static char *next = _brk, *mapped = _brk, *limit = _brk_limit;

bool brk_is_open(void)
{
	return limit;
}

void *extend_brk(size_t size, const char *what)
{
	char *start = next;

	size = ROUND_UP(size, BRK_ALIGN);
	if (!limit || size > (size_t)(limit - start))
		panic("there is no room for more %s: the %lu KiB behind the image are used up",
		      what, (limit ? (unsigned long)(limit - _brk) : 0) / 1024);
	next += size;
	for (; mapped < next; mapped += PAGE_SIZE)
		map_image_page(mapped);
	return start;
}

void *brk_grow(const void *array, unsigned int *max, size_t size, const char *what)
{
	unsigned int room = *max ? 2 * *max : FIRST_ROOM;
	void *larger = extend_brk(room * size, what);

	if (array)
		memcpy(larger, array, *max * size);
	*max = room;
	return larger;
}

void __init brk_avoid(phys_addr_t taken)
{
	if (taken - __pa_symbol(_brk) < (phys_addr_t)(limit - _brk))
		limit = _brk + ((taken - __pa_symbol(_brk)) & PAGE_MASK);
}

/* The end of the used part of the brk, if @later more bytes are allocated. */
static phys_addr_t brk_end(size_t later)
{
	return ROUND_UP(__pa_symbol(next) + later, PAGE_SIZE);
}

/* Room for the lists of paging_init() and mem_init(), which may grow. */
#define LATER PAGE_SIZE

/* The image counts as RAM and stays reserved, even if firmware describes it differently. */
static void __init keep_image(phys_addr_t base, phys_addr_t size)
{
	if (memblock_is_region_memory(base, size))
		return;
	pr_warn("kernel image: 0x%lx+0x%lx is not all RAM in firmware's description; it stays in use",
		base, size);
	memblock_add(base, size);
}

/* The reservation itself may allocate from the brk. It is then repeated with the new end. */
static phys_addr_t __init keep_image_and_brk(void)
{
	phys_addr_t image = __pa_symbol(_head), brk = __pa_symbol(_brk), end;

	do {
		end = brk_end(LATER);
		keep_image(image, end - image);
		memblock_reserve(brk, end - brk, "brk");
	} while (end != brk_end(LATER));
	return end;
}

/* Up to here the brk stays in use, even if firmware gives a part of it to another owner. */
static phys_addr_t kept;

void __init brk_settle(void)
{
	phys_addr_t start, end;

	kept = keep_image_and_brk();
	memblock_trim_memory(PAGE_SIZE);
	if (!memblock_next_free(0, &start, &end))
		panic("firmware leaves no RAM free: all of it is reserved, or must not be mapped");
	if (!memblock_next_free(kept, &start, &end) || start > kept)
		end = kept;
	if (end - __pa_symbol(_brk) < (phys_addr_t)(limit - _brk))
		limit = _brk + (end - __pa_symbol(_brk));
	if (__pa_symbol(limit) > kept)
		memblock_reserve(kept, __pa_symbol(limit) - kept, "brk");
}

void __init brk_close(void)
{
	phys_addr_t start = brk_end(0) > kept ? brk_end(0) : kept, end = __pa_symbol(limit);

	limit = NULL;
	if (start < end)
		free_reserved_area(start, end);
}
