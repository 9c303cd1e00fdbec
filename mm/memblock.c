// SPDX-License-Identifier: MIT
/*
 * What RAM there is, and which parts of it are in use, before there is an allocator. The readers
 * of firmware's tables fill both lists; paging_init() takes pages for tables from here, and
 * mem_init() gives what is free to the page allocator. Each list is an array of ranges, ascending,
 * without overlap; it lies in the brk, and doubles when it is full.
 *
 *   memory    [ RAM                              ]        [ RAM           ]
 *   reserved       [ image ][ brk ]      [ tree  ]                  [ ACPI ]
 *   free      [    ]               [     ]                [         ]
 */
#include <bootmap/brk.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <string.h>

struct memblock memblock;

/* Exclusive. This cannot overflow, because ranges end before the last byte of the address space. */
static phys_addr_t end_of(phys_addr_t base, phys_addr_t size)
{
	return base + min(size, ~(phys_addr_t)0 - base);
}

static phys_addr_t region_end(const struct memblock_region *region)
{
	return region->base + region->size;
}

/*
 * Regions that are kept for free_reserved_area(), which can split regions after the brk is closed.
 */
#define SPARE 4

static int make_room(struct memblock_type *type)
{
	if (type->cnt + SPARE >= type->max && brk_is_open())
		type->regions = brk_grow(type->regions, &type->max, sizeof(*type->regions),
					 "ranges of memory");
	return type->cnt < type->max ? 0 : -ENOMEM;
}

static int insert_region(struct memblock_type *type, unsigned int at, phys_addr_t base,
			 phys_addr_t end, const char *name)
{
	struct memblock_region *region;

	if (make_room(type))
		return -ENOMEM;
	region = &type->regions[at];
	memmove(region + 1, region, (type->cnt++ - at) * sizeof(*region));
	*region = (struct memblock_region){ base, end - base, name };
	return 0;
}

static void delete_region(struct memblock_type *type, unsigned int at)
{
	struct memblock_region *region = &type->regions[at];

	memmove(region, region + 1, (--type->cnt - at) * sizeof(*region));
}

static void merge_regions(struct memblock_type *type)
{
	for (unsigned int i = 0; i + 1 < type->cnt;) {
		struct memblock_region *region = &type->regions[i], *next = region + 1;

		if (region_end(region) == next->base && region->name == next->name) {
			region->size += next->size;
			delete_region(type, i + 1);
		} else {
			i++;
		}
	}
}

/* Adds regions for the parts of the range that no region covers. */
static int add_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size,
		     const char *name)
{
	phys_addr_t end = end_of(base, size);
	unsigned int i;
	int err = 0;

	for (i = 0; i < type->cnt && type->regions[i].base < end && !err; i++) {
		if (region_end(&type->regions[i]) <= base)
			continue;
		if (type->regions[i].base > base)
			err = insert_region(type, i, base, type->regions[i].base, name);
		base = region_end(&type->regions[i]);
	}
	if (base < end && !err)
		err = insert_region(type, i, base, end, name);
	merge_regions(type);
	return err;
}

/* The parts of a region outside the range stay. */
static int remove_range(struct memblock_type *type, phys_addr_t base, phys_addr_t size)
{
	phys_addr_t end = end_of(base, size);

	if (base == end)
		return 0;
	for (unsigned int i = 0; i < type->cnt && type->regions[i].base < end;) {
		const struct memblock_region old = type->regions[i];
		bool left = old.base < base;
		bool right = region_end(&old) > end;

		if (region_end(&old) <= base) {
			i++;
			continue;
		}
		if (left && right && make_room(type))
			return -ENOMEM;
		delete_region(type, i);
		if (left)
			insert_region(type, i++, old.base, base, old.name);
		if (right)
			insert_region(type, i++, end, region_end(&old), old.name);
	}
	return 0;
}

int memblock_add(phys_addr_t base, phys_addr_t size)
{
	return add_range(&memblock.memory, base, size, "RAM");
}

int memblock_remove(phys_addr_t base, phys_addr_t size)
{
	return remove_range(&memblock.memory, base, size);
}

int memblock_reserve(phys_addr_t base, phys_addr_t size, const char *name)
{
	return add_range(&memblock.reserved, base, size, name);
}

int memblock_phys_free(phys_addr_t base, phys_addr_t size)
{
	return remove_range(&memblock.reserved, base, size);
}

/* The highest region that overlaps [base, end), or NULL. */
static const struct memblock_region *overlap(const struct memblock_type *type, phys_addr_t base,
					     phys_addr_t end)
{
	for (unsigned int i = type->cnt; i-- > 0;) {
		const struct memblock_region *region = &type->regions[i];

		if (region->base < end && region_end(region) > base)
			return region;
	}
	return NULL;
}

/* The highest free range of the size in [bottom, top), which is RAM; 0 if there is none. */
static phys_addr_t find_free(phys_addr_t size, phys_addr_t align, phys_addr_t bottom,
			     phys_addr_t top)
{
	while (top > bottom && top - bottom >= size) {
		phys_addr_t place = (top - size) & ~(align - 1);
		const struct memblock_region *taken;

		if (place < bottom)
			return 0;
		taken = overlap(&memblock.reserved, place, place + size);
		if (!taken)
			return place;
		top = taken->base;
	}
	return 0;
}

phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t start,
				      phys_addr_t end, const char *name)
{
	phys_addr_t place = 0;

	for (unsigned int i = memblock.memory.cnt; i-- > 0 && !place;) {
		const struct memblock_region *ram = &memblock.memory.regions[i];

		place = find_free(size, align, max(ram->base, start), min(region_end(ram), end));
	}
	return place && !memblock_reserve(place, size, name) ? place : 0;
}

const char *memblock_reserved_for(phys_addr_t base, phys_addr_t size)
{
	const struct memblock_region *region =
		overlap(&memblock.reserved, base, end_of(base, size));

	return region ? region->name : NULL;
}

void memblock_trim_memory(phys_addr_t align)
{
	for (unsigned int i = memblock.memory.cnt; i-- > 0;) {
		struct memblock_region *ram = &memblock.memory.regions[i];
		phys_addr_t start = ROUND_UP(ram->base, align),
			    end = region_end(ram) & ~(align - 1);

		if (start < end) {
			*ram = (struct memblock_region){ start, end - start, ram->name };
		} else {
			pr_warn("RAM at 0x%lx+0x%lx is not a whole page: ignored", ram->base,
				ram->size);
			delete_region(&memblock.memory, i);
		}
	}
}

bool memblock_is_memory(phys_addr_t addr)
{
	return overlap(&memblock.memory, addr, addr + 1);
}

bool memblock_is_reserved(phys_addr_t addr)
{
	return overlap(&memblock.reserved, addr, addr + 1);
}

bool memblock_overlaps_memory(phys_addr_t base, phys_addr_t size)
{
	return overlap(&memblock.memory, base, end_of(base, size));
}

bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	const struct memblock_region *ram = overlap(&memblock.memory, base, base + 1);

	return ram && size <= region_end(ram) - base;
}

phys_addr_t memblock_phys_mem_size(void)
{
	phys_addr_t size = 0;

	for (unsigned int i = 0; i < memblock.memory.cnt; i++)
		size += memblock.memory.regions[i].size;
	return size;
}

/* The first free range inside [from, top), which is RAM. */
static bool first_free(phys_addr_t from, phys_addr_t top, phys_addr_t *start, phys_addr_t *end)
{
	for (unsigned int i = 0; i < memblock.reserved.cnt && from < top; i++) {
		const struct memblock_region *taken = &memblock.reserved.regions[i];

		if (region_end(taken) <= from)
			continue;
		if (taken->base > from) {
			top = min(taken->base, top);
			break;
		}
		from = region_end(taken);
	}
	*start = from;
	*end = top;
	return from < top;
}

bool memblock_next_free(phys_addr_t from, phys_addr_t *start, phys_addr_t *end)
{
	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *ram = &memblock.memory.regions[i];

		if (first_free(max(from, ram->base), region_end(ram), start, end))
			return true;
	}
	return false;
}

static void dump(const char *list, const struct memblock_type *type)
{
	for (unsigned int i = 0; i < type->cnt; i++) {
		const struct memblock_region *region = &type->regions[i];

		pr_info("memblock: %-8s 0x%010lx-0x%010lx %8lu KiB  %s", list, region->base,
			region_end(region) - 1, region->size >> 10, region->name);
	}
}

void memblock_dump_all(void)
{
	dump("memory", &memblock.memory);
	dump("reserved", &memblock.reserved);
}
