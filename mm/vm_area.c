// SPDX-License-Identifier: MIT
/*
 * DOC: addresses without a search
 *
 * The vmalloc area is cut once and for all: each class has a region of its own, and a
 * region of class n consists of slots of 2^n pages. An area lives in one slot of the
 * smallest class that holds it and its guard page. Finding a free slot is finding a set
 * bit, finding the area of an address is arithmetic, and nothing depends on how many
 * areas there are. Addresses are plentiful enough to pay for that.
 *
 * 128 slots share one page of records. A slot's place among them is its record's place
 * in the page, which is why the slots where the page's head lies stay empty.
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <sys/queue.h>

#include <asm/page.h>

#define REGION_SHIFT 41
#define MAX_CLASS    (REGION_SHIFT - PAGE_SHIFT)
#define MIN_CLASS    1 /* a page and its guard page */

#define RECORDS	     (PAGE_SIZE / sizeof(struct vm_struct))
#define HEAD_RECORDS DIV_ROUND_UP(sizeof(struct chunk_head), sizeof(struct vm_struct))
#define WORDS	     (RECORDS / 64)

static_assert(((MAX_CLASS + 1UL) << REGION_SHIFT) <= VMALLOC_END - VMALLOC_START,
	      "the regions of all classes fit");

struct chunk_head {
	LIST_ENTRY(chunk) link; /* while it has free slots */
	u64 free[WORDS];	/* bit n: slot n is free */
	u32 number;		/* of this chunk within its class */
	u32 class;
	u64 used;
};

struct chunk {
	union {
		struct chunk_head head;
		struct vm_struct area[RECORDS];
	};
};
static_assert(sizeof(struct chunk) == PAGE_SIZE, "a chunk is a page");

/*
 * A class finds its chunks by number through a directory of two levels. Numbers that
 * were given back are chained through their entries, which are odd then.
 */
#define DIRECTORY_ENTRIES (PAGE_SIZE / sizeof(unsigned long))
#define NO_NUMBER	  ~0U

static struct class
{
	LIST_HEAD(chunk_list, chunk) partial;
	unsigned long **directory;
	u32 numbers;	 /* how many were ever given out */
	u32 free_number; /* the last one given back, or NO_NUMBER */
	u32 chunks;
} classes[MAX_CLASS + 1];

static bool ready;

void __init vmalloc_init(void)
{
	for (unsigned int i = 0; i <= MAX_CLASS; i++)
		classes[i].free_number = NO_NUMBER;
	ready = true;
	boot_stage_enter(BOOT_MM);
}

bool vmalloc_ready(void)
{
	return ready;
}

static unsigned long *directory_entry(const struct class *class, u32 number)
{
	return &class->directory[number / DIRECTORY_ENTRIES][number % DIRECTORY_ENTRIES];
}

static unsigned long region_start(unsigned int class)
{
	return VMALLOC_START + ((unsigned long)class << REGION_SHIFT);
}

static struct chunk *chunk_of(const struct vm_struct *area)
{
	return (struct chunk *)((unsigned long)area & PAGE_MASK);
}

static unsigned long slots_in_region(unsigned int class)
{
	return BIT(MAX_CLASS - class);
}

/* The number of a record's slot within the region of its class. */
static unsigned long slot_of(const struct vm_struct *area)
{
	const struct chunk *chunk = chunk_of(area);

	return chunk->head.number * RECORDS + (area - chunk->area);
}

static unsigned long slot_address(const struct vm_struct *area)
{
	unsigned int class = chunk_of(area)->head.class;

	return region_start(class) + (slot_of(area) << PAGE_SHIFT << class);
}

static void *zeroed_page(void)
{
	void *page = alloc_pages(0);

	if (page)
		clear_page(page);
	return page;
}

/* Makes room in the directory for the next number that was never used. */
static bool grow_directory(struct class *class)
{
	u32 page = class->numbers / DIRECTORY_ENTRIES;

	if (page == DIRECTORY_ENTRIES)
		return false;
	if (!class->directory)
		class->directory = zeroed_page();
	if (class->directory && !class->directory[page])
		class->directory[page] = zeroed_page();
	return class->directory && class->directory[page];
}

static bool take_number(unsigned int index, u32 *number)
{
	struct class *class = &classes[index];
	if (class->free_number != NO_NUMBER) {
		*number = class->free_number;
		class->free_number = *directory_entry(class, *number) >> 1;
		return true;
	}
	if (class->numbers * RECORDS >= slots_in_region(index) || !grow_directory(class))
		return false;
	*number = class->numbers++;
	return true;
}

static void give_number(struct class *class, u32 number)
{
	*directory_entry(class, number) = (unsigned long)class->free_number << 1 | 1;
	class->free_number = number;
}

/* The slots of a new chunk: those under its head do not exist, nor those behind the region. */
static void free_all_slots(struct chunk *chunk)
{
	unsigned long slots = slots_in_region(chunk->head.class);
	unsigned long first = (unsigned long)chunk->head.number * RECORDS;

	for (unsigned long i = HEAD_RECORDS; i < RECORDS && first + i < slots; i++)
		chunk->head.free[i / 64] |= BIT(i % 64);
}

static struct chunk *new_chunk(unsigned int index)
{
	struct class *class = &classes[index];
	struct chunk *chunk = alloc_pages(0);
	u32 number;

	if (!chunk || !take_number(index, &number)) {
		free_pages(chunk, 0);
		return NULL;
	}
	class->chunks++;
	chunk->head = (struct chunk_head){ .number = number, .class = index };
	free_all_slots(chunk);
	*directory_entry(class, number) = (unsigned long)chunk;
	LIST_INSERT_HEAD(&class->partial, chunk, head.link);
	return chunk;
}

static void free_chunk(struct chunk *chunk)
{
	struct class *class = &classes[chunk->head.class];

	LIST_REMOVE(chunk, head.link);
	give_number(class, chunk->head.number);
	class->chunks--;
	free_pages(chunk, 0);
}

static bool is_full(const struct chunk *chunk)
{
	return !(chunk->head.free[0] | chunk->head.free[1]);
}
static_assert(WORDS == 2, "is_full() looks at two words");

static struct vm_struct *take_slot(struct chunk *chunk)
{
	unsigned int word = !chunk->head.free[0];
	unsigned int bit = __builtin_ctzl(chunk->head.free[word]);

	chunk->head.free[word] &= ~BIT(bit);
	chunk->head.used++;
	if (is_full(chunk))
		LIST_REMOVE(chunk, head.link);
	return &chunk->area[word * 64 + bit];
}

/* The last chunk of a class stays: what comes and goes alone should not pay for it. */
static void give_slot(struct vm_struct *area)
{
	struct chunk *chunk = chunk_of(area);
	unsigned int index = area - chunk->area;
	struct class *class = &classes[chunk->head.class];

	if (is_full(chunk))
		LIST_INSERT_HEAD(&class->partial, chunk, head.link);
	chunk->head.free[index / 64] |= BIT(index % 64);
	if (!--chunk->head.used && class->chunks > 1)
		free_chunk(chunk);
}

/*
 * Blocks can be used where virtual and physical address agree below the block's size: so
 * the area begins as far into its slot as @phys lies behind a multiple of that size.
 */
static unsigned long offset_in_slot(phys_addr_t phys, size_t size)
{
	static const size_t units[] = { PUD_SIZE, PMD_SIZE, CONT_PTES * PAGE_SIZE };

	for (unsigned int i = 0; i < ARRAY_SIZE(units); i++)
		if (size >= units[i])
			return phys & (units[i] - 1) & PAGE_MASK;
	return 0;
}

/* Slots of this class hold @size bytes and a guard page. */
static unsigned int class_for(size_t size)
{
	return 64 - __builtin_clzl(size >> PAGE_SHIFT);
}
static_assert(MIN_CLASS == 1, "a size of one page gives class_for() 1: two pages");

struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	unsigned long offset = offset_in_slot(phys, size);
	unsigned int index = size ? class_for(offset + size) : MAX_CLASS + 1;
	struct vm_struct *area;
	struct chunk *chunk;

	if (!ready || index > MAX_CLASS)
		return NULL;
	chunk = LIST_FIRST(&classes[index].partial);
	if (!chunk)
		chunk = new_chunk(index);
	if (!chunk)
		return NULL;
	area = take_slot(chunk);
	*area = (struct vm_struct){
		.addr = slot_address(area) + offset,
		.phys = phys,
		.caller = caller,
		.nr_pages = size >> PAGE_SHIFT,
		.flags = flags,
	};
	return area;
}

/* The record of a slot in use, else NULL. */
static struct vm_struct *used_record(unsigned int index, unsigned long slot)
{
	unsigned long number = slot / RECORDS, i = slot % RECORDS, entry;
	struct chunk *chunk;

	if (i < HEAD_RECORDS || number >= classes[index].numbers || slot >= slots_in_region(index))
		return NULL;
	entry = *directory_entry(&classes[index], number);
	chunk = (struct chunk *)entry;
	return entry & 1 || chunk->head.free[i / 64] & BIT(i % 64) ? NULL : &chunk->area[i];
}

struct vm_struct *vm_area_around(unsigned long addr)
{
	unsigned long offset = addr - VMALLOC_START;
	unsigned int index = offset >> REGION_SHIFT;

	if (index < MIN_CLASS || index > MAX_CLASS || addr < VMALLOC_START)
		return NULL;
	return used_record(index, (addr - region_start(index)) >> PAGE_SHIFT >> index);
}

struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = vm_area_around(addr);

	return area && area->addr == (addr & PAGE_MASK) ? area : NULL;
}

const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	unsigned int index = area ? chunk_of(area)->head.class : MIN_CLASS;
	unsigned long slot = area ? slot_of(area) + 1 : 0;

	for (; index <= MAX_CLASS; index++, slot = 0)
		for (; slot < classes[index].numbers * RECORDS; slot++)
			if (used_record(index, slot))
				return used_record(index, slot);
	return NULL;
}

void free_vm_area(struct vm_struct *area)
{
	unmap_area(area->addr, area->addr + vm_area_size(area),
		   (area->flags & VM_COMPLETE) ? UNMAP_COMPLETE : 0);
	give_slot(area);
}
