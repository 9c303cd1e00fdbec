// SPDX-License-Identifier: MIT
/*
 * Small objects: kmalloc(), kzalloc(), kfree(). A slab is a page that is cut into objects of one
 * size; each size has a list of the slabs that still have free objects. What is larger than half a
 * page comes from the page allocator directly. Drivers, devres, resources and interrupts allocate
 * here.
 *
 *   partial[class] --> slab <--> slab <--> …
 *
 *   a slab:  | link, free[], size, total, used | object 0 | object 1 | … | object total - 1 |
 *              free[]: bit n is set while object n is free
 */
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <string.h>
#include <sys/queue.h>
#include <tests/fault_inject.h>

#define MIN_OBJECT   16
#define BITMAP_WORDS (PAGE_SIZE / MIN_OBJECT / 64)

/* The head of a slab. It records which objects are free, independently of their contents. */
struct slab {
	LIST_ENTRY(slab) link; /* while it has free objects */
	u64 free[BITMAP_WORDS];
	u16 size;
	u16 total;
	u16 used;
};

#define HEAD_SIZE ROUND_UP(sizeof(struct slab), MIN_OBJECT)
#define ROOM	  (PAGE_SIZE - HEAD_SIZE)
/* The size of the largest objects of which @n fit into a slab. */
#define NTH_OF_ROOM(n) (ROOM / (n) & ~(MIN_OBJECT - 1UL))

static const u16 sizes[] = {
	16, 32, 48, 64, 96, 128, 192, 256, NTH_OF_ROOM(8), NTH_OF_ROOM(4), NTH_OF_ROOM(2)
};
static_assert(NTH_OF_ROOM(8) > 256, "sizes ascend");

static LIST_HEAD(slab_list, slab) partial[ARRAY_SIZE(sizes)];

/*
 * In debug builds the last bytes of an object's slot hold the requested size, and the bytes between
 * the end of the object and these hold a pattern (red zone).
 */
#define TRAILER	   (DEBUG ? sizeof(u32) : 0)
#define RED_ZONE   0xbb
#define FREED_BYTE 0x6b

static unsigned int class_of(size_t size)
{
	unsigned int class = 0;

	while (sizes[class] < size)
		class ++;
	return class;
}

static struct slab *new_slab(unsigned int class)
{
	struct slab *slab = alloc_pages(0);

	if (!slab)
		return NULL;
	page_of(__pa(slab))->state = PAGE_SLAB;
	*slab = (struct slab){ .size = sizes[class], .total = ROOM / sizes[class] };
	for (unsigned int i = 0; i < slab->total; i += 64)
		slab->free[i / 64] = slab->total - i < 64 ? BIT(slab->total - i) - 1 : ~0UL;
	LIST_INSERT_HEAD(&partial[class], slab, link);
	if (DEBUG)
		memset((char *)slab + HEAD_SIZE, FREED_BYTE, ROOM);
	return slab;
}

static char *object_at(struct slab *slab, unsigned int index)
{
	return (char *)slab + HEAD_SIZE + index * slab->size;
}

static void warn_object(const char *what, const void *object, unsigned long caller)
{
	char who[KSYM_NAME_MAX];

	pr_warn("slab: object 0x%lx %s [%s]", (unsigned long)object, what,
		ksym_format(who, sizeof(who), caller));
}

static bool holds_only(const char *from, const char *end, u8 byte)
{
	while (from < end && (u8)*from == byte)
		from++;
	return from == end;
}

/* Checks that the object was not written to while it was free, and writes the new red zone. */
static void debug_alloc(char *object, size_t size, size_t room, unsigned long caller)
{
	u32 note = size;

	if (!holds_only(object, object + room, FREED_BYTE))
		warn_object("was written to while it was free, found when allocated by", object,
			    caller);
	memset(object + size, RED_ZONE, room - TRAILER - size);
	memcpy(object + room - TRAILER, &note, sizeof(note));
}

static void debug_free(char *object, size_t room, unsigned long caller)
{
	u32 size;

	memcpy(&size, object + room - TRAILER, sizeof(size));
	if (!holds_only(object + size, object + room - TRAILER, RED_ZONE))
		warn_object("was written to after its end, found when freed by", object, caller);
	memset(object, FREED_BYTE, room);
}

static void *take_object(struct slab *slab)
{
	unsigned int word = 0, bit;

	while (!slab->free[word])
		word++;
	bit = __builtin_ctzl(slab->free[word]);
	slab->free[word] &= ~BIT(bit);
	if (++slab->used == slab->total)
		LIST_REMOVE(slab, link);
	return object_at(slab, word * 64 + bit);
}

static void *allocate(size_t size, unsigned long caller)
{
	unsigned int class;
	struct slab *slab;
	char *object;

	if (!size || allocation_shall_fail())
		return NULL;
	if (size + TRAILER > sizes[ARRAY_SIZE(sizes) - 1])
		return alloc_pages(order_of(size));
	class = class_of(size + TRAILER);
	slab = LIST_FIRST(&partial[class]);
	if (!slab)
		slab = new_slab(class);
	if (!slab)
		return NULL;
	object = take_object(slab);
	if (DEBUG)
		debug_alloc(object, size, slab->size, caller);
	return object;
}

void *kmalloc(size_t size)
{
	return allocate(size, CALLER_ADDRESS);
}

void *kzalloc(size_t size)
{
	void *object = allocate(size, CALLER_ADDRESS);

	return object ? memset(object, 0, size) : NULL;
}

static void give_back(struct slab *slab, unsigned int index)
{
	unsigned int class = class_of(slab->size);

	slab->free[index / 64] |= BIT(index % 64);
	if (slab->used-- == slab->total)
		LIST_INSERT_HEAD(&partial[class], slab, link);
	if (!slab->used) {
		LIST_REMOVE(slab, link);
		page_of(__pa(slab))->state = PAGE_USED;
		free_pages(slab, 0);
	}
}

static void free_object(char *object, unsigned long caller)
{
	struct slab *slab = (struct slab *)((unsigned long)object & PAGE_MASK);
	size_t offset = object - (char *)slab - HEAD_SIZE;
	unsigned int index = offset / slab->size;

	if (object < (char *)slab + HEAD_SIZE || offset % slab->size || index >= slab->total)
		warn_object("does not begin there, freed by", object, caller);
	else if (slab->free[index / 64] & BIT(index % 64))
		warn_object("is free already, freed again by", object, caller);
	else {
		if (DEBUG)
			debug_free(object, slab->size, caller);
		give_back(slab, index);
	}
}

void kfree(const void *object)
{
	phys_addr_t phys = __pa(object) & PAGE_MASK;
	struct page *page;

	if (!object)
		return;
	page = page_of(phys);
	if (page && page->state == PAGE_SLAB)
		free_object((char *)object, CALLER_ADDRESS);
	else if (page && page->state == PAGE_USED && __pa(object) == phys)
		free_pages((void *)object, page->order);
	else
		warn_object("was not allocated by kmalloc(), freed by", object, CALLER_ADDRESS);
}
