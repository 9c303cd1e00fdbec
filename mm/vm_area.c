// SPDX-License-Identifier: MIT
/*
 * Virtual addresses for ioremap(), vmalloc() and vmap(). The vmalloc area is cut once and for all:
 * each class has a region of its own, and a region of class n consists of slots of 2^n pages. An
 * area lies in one slot of the smallest class that holds it and its guard page. So finding a free
 * slot is finding a set bit, finding the area of an address is arithmetic, and no cost depends on
 * how many areas there are.
 *
 *   vmalloc area  | region of class 1: slots of 2 pages | class 2: slots of 4 pages | …
 *   a slot        | offset | the area's pages | guard page, and what else is not used |
 *
 *   classes[n].directory ---> page of pointers ---> chunk 0   chunk 1   …       a chunk is a page of
 *   classes[n].partial   ---> chunk <--> chunk      with free slots only        records, one a slot
 *
 *   a chunk       | head: free[], number, … | record | record | …
 *
 * A slot's place among those of its chunk is its record's place in the page. That is why the slots
 * where the chunk's head lies are never used.
 */
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
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

/* In the record of a free slot, addr is 0. */
struct chunk {
	union {
		struct chunk_head head;
		struct vm_struct area[RECORDS];
	};
};
static_assert(sizeof(struct chunk) == PAGE_SIZE, "a chunk is a page");
static_assert(HEAD_RECORDS < 4, "each class has slots that can be used");

/*
 * A directory of two levels leads from a number to the chunk. The entries of free numbers are odd,
 * and contain the next free number.
 */
#define DIRECTORY_ENTRIES (PAGE_SIZE / sizeof(unsigned long))
#define NO_NUMBER	  ~0U

static struct class
{
	LIST_HEAD(chunk_list, chunk) partial;
	unsigned long **directory;
	u32 numbers;			/* how many were ever used */
	u32 free_number;		/* the one that was freed last, or NO_NUMBER */
} __aligned(32) classes[MAX_CLASS + 1]; /* an index is a shift */

void __init vmalloc_init(void)
{
	for (unsigned int i = 0; i <= MAX_CLASS; i++)
		classes[i].free_number = NO_NUMBER;
	boot_stage_enter(BOOT_MM);
}

static unsigned long *directory_entry(const struct class *class, u32 number)
{
	return &class->directory[number / DIRECTORY_ENTRIES][number % DIRECTORY_ENTRIES];
}

static struct chunk *chunk_of(const struct vm_struct *area)
{
	return (struct chunk *)((unsigned long)area & PAGE_MASK);
}

static unsigned long slots_in_region(unsigned int class)
{
	return BIT(REGION_SHIFT - PAGE_SHIFT - class);
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

/* Marks the slots of a chunk as free, except those under its head and those beyond the region. */
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

	if (!vmalloc_ready() || !take_number(index, &number))
		return NULL;
	chunk = zeroed_page();
	if (!chunk) {
		give_number(class, number);
		return NULL;
	}
	chunk->head.number = number;
	chunk->head.class = index;
	chunk->head.start = VMALLOC_START + ((unsigned long)index << REGION_SHIFT) +
			    (number * RECORDS << PAGE_SHIFT << index);
	free_all_slots(&chunk->head);
	*directory_entry(class, number) = (unsigned long)chunk;
	LIST_INSERT_HEAD(&class->partial, chunk, head.link);
	return chunk;
}

static inline bool is_full(const struct chunk_head *head)
{
	return !(head->free[0] | head->free[1]);
}

/* Never true for a chunk with fewer slots, but such a chunk is the only one of its class. */
static inline bool is_empty(const struct chunk_head *head)
{
	return head->free[0] == ALL_FREE_0 && head->free[1] == ALL_FREE_1;
}

/*
 * The last free slot of a chunk was allocated, for @area. A new chunk is allocated at once, so that
 * no call needs both a chunk and a table. If that fails, the next call tries again. Return: @area.
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
 * Called when a slot was freed in a full chunk, or when all slots of a chunk are free. An empty
 * chunk is freed, except the last one of its class with free slots: repeated allocation of one area
 * would otherwise allocate and free a chunk each time.
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

static inline void give_slot(struct vm_struct *area)
{
	struct chunk *chunk = chunk_of(area);
	unsigned int slot = area - chunk->area;
	bool was_full = is_full(&chunk->head);

	area->addr = 0;
	chunk->head.free[slot / 64] |= BIT(slot % 64);
	if (unlikely(was_full || is_empty(&chunk->head)))
		sort_chunk(chunk, was_full);
}

/*
 * Blocks can be used if virtual and physical address have the same offset in a block. So the area
 * begins at the offset of @phys in its slot. A range that is larger than a block but contains no
 * complete one begins at the start of a table, which saves a second table.
 */
static inline unsigned long offset_in_slot(phys_addr_t phys, size_t size)
{
	if (likely(size < CONT_PTES * PAGE_SIZE))
		return 0;
	if (size >= PUD_SIZE)
		return phys & (PUD_SIZE - 1);
	if (size < PMD_SIZE)
		return phys & (CONT_PTES * PAGE_SIZE - 1);
	return ROUND_UP(phys, PMD_SIZE) - phys <= size - PMD_SIZE ? phys & (PMD_SIZE - 1) : 0;
}

/* The class whose slots hold @size bytes and a guard page. Class 0, for size 0, has no slots. */
static inline unsigned int class_for(size_t size)
{
	return 63 ^ __builtin_clzl(size >> (PAGE_SHIFT - 1) | 1);
}
static_assert(MIN_CLASS == 1, "a size of one page gives class_for() 1: two pages");

/* The slow path of get_vm_area_at(): no chunk of the class has a free slot, so one is allocated. */
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
	unsigned int index = class_for(offset + size);
	struct chunk *chunk = index <= MAX_CLASS ? LIST_FIRST(&classes[index].partial) : NULL;
	struct vm_struct *area;
	unsigned long slot;

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

/* The area in a slot; NULL if the slot is free, or does not exist. */
static inline struct vm_struct *area_in_slot(unsigned int index, unsigned long slot)
{
	unsigned long number = slot / RECORDS, i = slot % RECORDS, entry;
	struct vm_struct *area;

	if (i < HEAD_RECORDS || number >= classes[index].numbers)
		return NULL;
	entry = *directory_entry(&classes[index], number);
	if (entry & 1)
		return NULL;
	area = &((struct chunk *)entry)->area[i];
	return area->addr ? area : NULL;
}

struct vm_struct *vm_area_around(unsigned long addr)
{
	unsigned long offset = addr - VMALLOC_START;
	unsigned int index = offset >> REGION_SHIFT;

	if (index < MIN_CLASS || index > MAX_CLASS)
		return NULL;
	return area_in_slot(index, (offset & (BIT(REGION_SHIFT) - 1)) >> PAGE_SHIFT >> index);
}

struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = vm_area_around(addr);

	return area && area->addr == (addr & PAGE_MASK) ? area : NULL;
}

const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	unsigned int index = MIN_CLASS;
	unsigned long slot = 0;

	if (area) {
		const struct chunk *chunk = chunk_of(area);

		index = chunk->head.class;
		slot = chunk->head.number * RECORDS + (area - chunk->area) + 1;
	}
	for (; index <= MAX_CLASS; index++, slot = 0)
		for (; slot < classes[index].numbers * RECORDS; slot++) {
			area = area_in_slot(index, slot);
			if (area)
				return area;
		}
	return NULL;
}

void free_vm_area(struct vm_struct *area)
{
	unmap_area(area->addr, area->addr + vm_area_size(area),
		   (area->flags & VM_COMPLETE) ? UNMAP_COMPLETE : 0);
	give_slot(area);
}
