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
#define MIN_CLASS    1				     /* a page and its guard page */
#define MAX_CLASS    (REGION_SHIFT - PAGE_SHIFT - 2) /* four slots, of which two can be used */

#define RECORDS	     (PAGE_SIZE / sizeof(struct vm_struct))
#define HEAD_RECORDS DIV_ROUND_UP(sizeof(struct chunk_head), sizeof(struct vm_struct))
#define WORDS	     (RECORDS / 64)
#define ALL_FREE_0   (~0UL << HEAD_RECORDS)
#define ALL_FREE_1   ~0UL
static_assert(WORDS == 2, "free[] is looked at as two words");

static_assert(((MAX_CLASS + 1UL) << REGION_SHIFT) <= VMALLOC_END - VMALLOC_START,
	      "the regions of all classes fit");

struct chunk_head {
	LIST_ENTRY(chunk) link; /* while it has free slots */
	u64 free[WORDS];	/* bit n: slot n is free */
	unsigned long start;	/* the address of slot 0 */
	u32 number;		/* of this chunk within its class */
	u32 class;
};

/* The record of a slot that nobody has is all zeroes, or at least its addr is. */
struct chunk {
	union {
		struct chunk_head head;
		struct vm_struct area[RECORDS];
	};
};
static_assert(sizeof(struct chunk) == PAGE_SIZE, "a chunk is a page");
static_assert(HEAD_RECORDS < 4, "each class has slots that can be used");

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
	u32 numbers;			/* how many were ever given out */
	u32 free_number;		/* the last one given back, or NO_NUMBER */
} __aligned(32) classes[MAX_CLASS + 1]; /* an index is a shift */

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
	return BIT(REGION_SHIFT - PAGE_SHIFT - class);
}

/* The number of a record's slot within the region of its class. */
static unsigned long slot_of(const struct vm_struct *area)
{
	const struct chunk *chunk = chunk_of(area);

	return chunk->head.number * RECORDS + (area - chunk->area);
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

/* The slots of a chunk: those under its head do not exist, nor those behind the region. */
static void free_all_slots(struct chunk_head *head)
{
	unsigned long slots = slots_in_region(head->class);

	head->free[0] = ALL_FREE_0 & (slots < 64 ? BIT(slots) - 1 : ~0UL);
	head->free[1] = slots < RECORDS ? 0 : ALL_FREE_1;
}

static struct chunk *new_chunk(unsigned int index)
{
	struct class *class = &classes[index];
	struct chunk *chunk;
	u32 number;

	if (!ready || !take_number(index, &number))
		return NULL;
	chunk = zeroed_page();
	if (!chunk) {
		give_number(class, number);
		return NULL;
	}
	chunk->head.number = number;
	chunk->head.class = index;
	chunk->head.start = region_start(index) + ((number * RECORDS) << PAGE_SHIFT << index);
	free_all_slots(&chunk->head);
	*directory_entry(class, number) = (unsigned long)chunk;
	LIST_INSERT_HEAD(&class->partial, chunk, head.link);
	return chunk;
}

static inline bool is_full(const struct chunk_head *head)
{
	return !(head->free[0] | head->free[1]);
}

/* Never true of a chunk with fewer slots, but that is the only one of its class. */
static inline bool is_empty(const struct chunk_head *head)
{
	return head->free[0] == ALL_FREE_0 && head->free[1] == ALL_FREE_1;
}

/*
 * The last slot of a chunk was taken, for @area. Another chunk is made at once, so that no call
 * pays for a chunk and for a table; if that fails, the next call will try again.
 */
static noinline struct vm_struct *retire_chunk(struct chunk *chunk, struct vm_struct *area)
{
	unsigned int index = chunk->head.class;

	LIST_REMOVE(chunk, head.link);
	if (LIST_EMPTY(&classes[index].partial))
		new_chunk(index);
	return area;
}

/*
 * A slot came free in a chunk that had none, or there are only free ones now. The last chunk
 * with free slots stays: what comes and goes alone should not pay for it.
 */
static noinline void sort_chunk(struct chunk *chunk, bool was_full)
{
	struct class *class = &classes[chunk->head.class];

	if (was_full)
		LIST_INSERT_HEAD(&class->partial, chunk, head.link);
	if (!is_empty(&chunk->head) ||
	    (LIST_FIRST(&class->partial) == chunk && !LIST_NEXT(chunk, head.link)))
		return;
	LIST_REMOVE(chunk, head.link);
	give_number(class, chunk->head.number);
	free_pages(chunk, 0);
}

/* The first free slot of a chunk that has one. */
static inline unsigned long take_slot(struct chunk_head *head)
{
	unsigned long word = !head->free[0], bit = __builtin_ctzl(head->free[word]);

	head->free[word] &= head->free[word] - 1;
	return word * 64 + bit;
}

static inline void give_slot(struct chunk *chunk, unsigned int slot)
{
	bool was_full = is_full(&chunk->head);

	chunk->area[slot].addr = 0;
	chunk->head.free[slot / 64] |= BIT(slot % 64);
	if (unlikely(was_full || is_empty(&chunk->head)))
		sort_chunk(chunk, was_full);
}

/* Is a block of @unit bytes, aligned to its size, inside the range? */
static inline bool block_fits(phys_addr_t phys, size_t size, size_t unit)
{
	return size >= unit && ROUND_UP(phys, unit) - phys <= size - unit;
}

/*
 * Blocks can be used where virtual and physical address agree below the block's size: so
 * the area begins as far into its slot as @phys lies behind a multiple of that size. Where no
 * block fits, a large area begins where a table does, which spares another one.
 */
static inline unsigned long offset_in_slot(phys_addr_t phys, size_t size)
{
	if (likely(size < CONT_PTES * PAGE_SIZE))
		return 0;
	if (block_fits(phys, size, PUD_SIZE))
		return phys & (PUD_SIZE - 1);
	if (block_fits(phys, size, PMD_SIZE))
		return phys & (PMD_SIZE - 1);
	return size < PMD_SIZE ? phys & (CONT_PTES * PAGE_SIZE - 1) : 0;
}

/* Slots of this class hold @size bytes and a guard page. Nothing is class 0, which has no slots. */
static inline unsigned int class_for(size_t size)
{
	return 63 ^ __builtin_clzl(size >> (PAGE_SHIFT - 1) | 1);
}
static_assert(MIN_CLASS == 1, "a size of one page gives class_for() 1: two pages");

/* The slow part of get_vm_area_at(): with another chunk, the same request again. */
static noinline struct vm_struct *get_area_in_new_chunk(phys_addr_t phys, size_t size,
							unsigned int flags, unsigned long caller,
							unsigned int index)
{
	if (index < MIN_CLASS || index > MAX_CLASS || !new_chunk(index))
		return NULL;
	return get_vm_area_at(phys, size, flags, caller);
}

struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	unsigned long offset = offset_in_slot(phys, size);
	unsigned long index = class_for(offset + size), slot;
	struct chunk *chunk = index <= MAX_CLASS ? LIST_FIRST(&classes[index].partial) : NULL;
	struct vm_struct *area;

	if (unlikely(!chunk))
		return get_area_in_new_chunk(phys, size, flags, caller, index);
	slot = take_slot(&chunk->head);
	area = &chunk->area[slot];
	area->addr = chunk->head.start + (slot << PAGE_SHIFT << index) + offset;
	area->phys = phys;
	area->caller = caller;
	area->nr_pages = size >> PAGE_SHIFT;
	area->flags = flags;
	return unlikely(is_full(&chunk->head)) ? retire_chunk(chunk, area) : area;
}

/* The record of a slot. One that nobody has, or that does not exist, has addr 0. */
static inline struct vm_struct *record_of(unsigned int index, unsigned long slot)
{
	static struct vm_struct nobody;
	unsigned long number = slot / RECORDS, i = slot % RECORDS, entry;

	if (i < HEAD_RECORDS || number >= classes[index].numbers)
		return &nobody;
	entry = *directory_entry(&classes[index], number);
	return entry & 1 ? &nobody : &((struct chunk *)entry)->area[i];
}

/* The record of the slot in which @addr lies. */
static inline struct vm_struct *record_around(unsigned long addr)
{
	unsigned long offset = addr - VMALLOC_START;
	unsigned int index = offset >> REGION_SHIFT;

	if (index - MIN_CLASS > MAX_CLASS - MIN_CLASS)
		return record_of(MIN_CLASS, 0);
	return record_of(index, (offset & (BIT(REGION_SHIFT) - 1)) >> PAGE_SHIFT >> index);
}

struct vm_struct *vm_area_around(unsigned long addr)
{
	struct vm_struct *area = record_around(addr);

	return area->addr ? area : NULL;
}

struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = record_around(addr);

	return area->addr == (addr & PAGE_MASK) ? area : NULL;
}

const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	unsigned int index = area ? chunk_of(area)->head.class : MIN_CLASS;
	unsigned long slot = area ? slot_of(area) + 1 : 0;

	for (; index <= MAX_CLASS; index++, slot = 0)
		for (; slot < classes[index].numbers * RECORDS; slot++) {
			area = record_of(index, slot);
			if (area->addr)
				return area;
		}
	return NULL;
}

static __always_inline void end_area(struct vm_struct *area)
{
	struct chunk *chunk = chunk_of(area);

	unmap_area(area->addr, area->addr + vm_area_size(area),
		   (area->flags & VM_COMPLETE) ? UNMAP_COMPLETE : 0);
	give_slot(chunk, area - chunk->area);
}

void free_vm_area(struct vm_struct *area)
{
	end_area(area);
}

bool remove_vm_area(unsigned long addr, unsigned int kind)
{
	struct vm_struct *area = record_around(addr);

	if (unlikely(area->addr != (addr & PAGE_MASK) || !(area->flags & kind)))
		return false;
	end_area(area);
	return true;
}
