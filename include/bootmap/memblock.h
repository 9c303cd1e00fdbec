/* SPDX-License-Identifier: MIT */
/*
 * DOC: memblock
 *
 * What RAM there is, and which parts of it somebody holds, before any allocator
 * exists: two sorted lists of ranges. Memory is what the machine has; reserved is
 * what must not be handed out. Free is memory that is not reserved.
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
 * @max: for how many @regions has room; more is taken from the brk
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
 * memblock_add() - the machine has RAM here
 * @base: first byte
 * @size: bytes; what would reach beyond the address space is cut
 *
 * Parts that are known already stay as they are.
 * Return: 0; -ENOMEM if the list is full and the brk closed. While the brk is open, a list that
 * cannot grow ends boot: to forget a range would not be safe.
 */
int memblock_add(phys_addr_t base, phys_addr_t size);

/**
 * memblock_remove() - this is no RAM after all
 * @base: first byte
 * @size: bytes
 * Return: 0, or -ENOMEM as for memblock_add(), then nothing was removed.
 */
int memblock_remove(phys_addr_t base, phys_addr_t size);

/**
 * memblock_reserve() - do not hand this out
 * @base: first byte, in RAM or not
 * @size: bytes
 * @name: for whom, kept by pointer; parts that others reserved before stay theirs
 * Return: as memblock_add().
 */
int memblock_reserve(phys_addr_t base, phys_addr_t size, const char *name);

/** memblock_phys_free() - the end of memblock_reserve(), whoever it was for. Return: as memblock_remove(). */
int memblock_phys_free(phys_addr_t base, phys_addr_t size);

/**
 * memblock_phys_alloc_range() - find free RAM and reserve it
 * @size: bytes, more than 0
 * @align: a power of two
 * @start: not below this address
 * @end: not at or above this one
 * @name: for whom
 *
 * The highest place that fits, so that low addresses stay for those who need them.
 * Return: its address, or 0.
 */
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end, const char *name);

/** memblock_is_memory() - is there RAM at @addr? */
bool memblock_is_memory(phys_addr_t addr);

/** memblock_is_reserved() - is @addr reserved? */
bool memblock_is_reserved(phys_addr_t addr);

/** memblock_start_of_DRAM() - the lowest byte of RAM; there is some */
static inline phys_addr_t memblock_start_of_DRAM(void)
{
	return memblock.memory.regions[0].base;
}

/** memblock_end_of_DRAM() - behind the highest byte of RAM; there is some */
static inline phys_addr_t memblock_end_of_DRAM(void)
{
	const struct memblock_region *last = &memblock.memory.regions[memblock.memory.cnt - 1];

	return last->base + last->size;
}

/** memblock_reserved_for() - who holds the highest part of a range that is held; NULL: nobody */
const char *memblock_reserved_for(phys_addr_t base, phys_addr_t size);

/**
 * memblock_trim_memory() - what is no whole page of RAM is none
 * @align: size of a page
 */
void memblock_trim_memory(phys_addr_t align);

/** memblock_overlaps_memory() - is any byte of the range RAM? */
bool memblock_overlaps_memory(phys_addr_t base, phys_addr_t size);

/** memblock_is_region_memory() - is every byte of the range RAM, in one piece? */
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size);

/** memblock_phys_mem_size() - how much RAM there is, in bytes */
phys_addr_t memblock_phys_mem_size(void);

/**
 * memblock_next_free() - walk the free ranges in ascending order
 * @from: where to begin
 * @start: set to the first free byte at or behind @from
 * @end: set to the end of that free range, exclusive
 * Return: false if there is none.
 */
bool memblock_next_free(phys_addr_t from, phys_addr_t *start, phys_addr_t *end);

#define for_each_free_mem_range(start, end) \
	for (phys_addr_t start, end = 0; memblock_next_free(end, &start, &end);)

/** memblock_dump_all() - list both on the console */
void memblock_dump_all(void);

#endif
