/* SPDX-License-Identifier: MIT */
/*
 * DOC: memblock
 *
 * memblock is the allocator of boot. It keeps two sorted lists of ranges: `memory` is the RAM of
 * the machine, `reserved` is what must not be allocated. Memory that is not reserved is free.
 */
#ifndef BOOTMAP_MEMBLOCK_H
#define BOOTMAP_MEMBLOCK_H

#include <bootmap/types.h>

/**
 * struct memblock_region - one range of physical addresses
 * @base: first byte
 * @size: bytes, never 0
 * @name: its owner; adjacent ranges of one name become one
 */
struct memblock_region {
	phys_addr_t base;
	phys_addr_t size;
	const char *name;
};

/**
 * struct memblock_type - ranges in ascending order that neither overlap nor, with equal
 * names, touch
 * @cnt: how many
 * @max: capacity of @regions; it grows in the brk
 */
struct memblock_type {
	unsigned int cnt;
	unsigned int max;
	struct memblock_region *regions;
};

struct memblock {
	struct memblock_type memory;
	struct memblock_type reserved;
};

extern struct memblock memblock;

/**
 * memblock_add() - add a range of RAM
 * @base: first byte
 * @size: bytes; a part beyond the end of the address space is cut
 *
 * Parts that are already in the list do not change.
 * Return: 0; -ENOMEM if the list is full and the brk closed. While the brk is open, a list that
 * cannot grow ends boot, because ignoring a range would not be safe.
 */
int memblock_add(phys_addr_t base, phys_addr_t size);

/**
 * memblock_remove() - remove a range from the RAM
 * @base: first byte
 * @size: bytes
 * Return: 0, or -ENOMEM as for memblock_add(), then nothing was removed.
 */
int memblock_remove(phys_addr_t base, phys_addr_t size);

/**
 * memblock_reserve() - mark a range as in use
 * @base: first byte, in RAM or not
 * @size: bytes
 * @name: of the owner, kept by pointer; parts that are already reserved keep their owner
 * Return: as memblock_add().
 */
int memblock_reserve(phys_addr_t base, phys_addr_t size, const char *name);

/** memblock_phys_free() - undo memblock_reserve(), for any owner. Return: as memblock_remove(). */
int memblock_phys_free(phys_addr_t base, phys_addr_t size);

/**
 * memblock_phys_alloc_range() - find free RAM and reserve it
 * @size: bytes, more than 0
 * @align: a power of two
 * @start: not below this address
 * @end: not at or above this one
 * @name: of the owner
 *
 * Allocates the highest range that fits, so that low addresses stay free for special needs.
 * Return: its address, or 0.
 */
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end, const char *name);

/** memblock_is_memory() - is there RAM at @addr? */
bool memblock_is_memory(phys_addr_t addr);

/** memblock_is_reserved() - is @addr reserved? */
bool memblock_is_reserved(phys_addr_t addr);

/** memblock_start_of_DRAM() - the lowest byte of RAM, which must exist */
static inline phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.regions[0].base;
}

/** memblock_end_of_DRAM() - the address after the last byte of RAM, which must exist */
static inline phys_addr_t memblock_end_of_DRAM(void)
{
	const struct memblock_region *last = &memblock.memory.regions[memblock.memory.cnt - 1];

	return last->base + last->size;
}

/** memblock_reserved_for() - the owner of the highest reserved part of a range; NULL: none */
const char *memblock_reserved_for(phys_addr_t base, phys_addr_t size);

/**
 * memblock_trim_memory() - remove partial pages at the ends of RAM ranges
 * @align: size of a page
 */
void memblock_trim_memory(phys_addr_t align);

/** memblock_overlaps_memory() - is any byte of the range RAM? */
bool memblock_overlaps_memory(phys_addr_t base, phys_addr_t size);

/** memblock_is_region_memory() - is the range inside one range of RAM? */
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size);

/** memblock_phys_mem_size() - how much RAM there is, in bytes */
phys_addr_t memblock_phys_mem_size(void);

/**
 * memblock_next_free() - walk the free ranges in ascending order
 * @from: where to begin
 * @start: set to the first free byte at or after @from
 * @end: set to the end of that free range, exclusive
 * Return: false if there is none.
 */
bool memblock_next_free(phys_addr_t from, phys_addr_t *start, phys_addr_t *end);

#define for_each_free_mem_range(start, end) \
	for (phys_addr_t start, end = 0; memblock_next_free(end, &start, &end);)

/** memblock_dump_all() - list both on the console */
void memblock_dump_all(void);

#endif
