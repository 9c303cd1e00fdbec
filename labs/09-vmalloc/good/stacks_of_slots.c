// SPDX-License-Identifier: MIT
// the whole file
/*
 * The window is cut into one region for each power of two, and each region into slots. Records stay when
 * an area is freed: free slots of a class are a stack, linked through their records.
 */
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/slab.h>
#include <bootmap/vmalloc.h>

#include <asm/page.h>

#define REGION_SHIFT 40
#define CLASSES	     (REGION_SHIFT - PAGE_SHIFT) /* the largest one has two slots */
#define IN_PAGE	     (PAGE_SIZE / sizeof(void *))

struct record {
	struct vm_struct area; /* addr 0: the slot is free */
	struct record *next_free;
	unsigned long slot; /* number in its class */
	unsigned int class;
};

static struct class
{
	struct record *free;
	struct record ***table; /* two levels of pages with pointers */
	unsigned long used;	/* slots that have a record */
} classes[CLASSES];

void __init vmalloc_init(void)
{
	boot_stage_enter(BOOT_MM);
}

static void *zeroed_page(void)
{
	void *page = alloc_pages(0);

	if (page)
		clear_page(page);
	return page;
}

static struct record **entry(const struct class *class, unsigned long slot)
{
	return &class->table[slot / IN_PAGE][slot % IN_PAGE];
}

static bool table_has_room(struct class *class)
{
	unsigned long page = class->used / IN_PAGE;

	if (page >= IN_PAGE)
		return false;
	if (!class->table)
		class->table = zeroed_page();
	if (class->table && !class->table[page])
		class->table[page] = zeroed_page();
	return class->table && class->table[page];
}

static struct record *new_slot(unsigned int index)
{
	struct class *class = &classes[index];
	struct record *record;

	if (class->used == BIT(REGION_SHIFT - PAGE_SHIFT - index) || !table_has_room(class))
		return NULL;
	record = kzalloc(sizeof(*record));
	if (!record)
		return NULL;
	record->class = index;
	record->slot = class->used++;
	*entry(class, record->slot) = record;
	return record;
}

static unsigned long start_of(const struct record *record)
{
	return VMALLOC_START + ((unsigned long)record->class << REGION_SHIFT) +
	       (record->slot << record->class << PAGE_SHIFT);
}

static unsigned long offset_in_block(phys_addr_t phys, size_t size)
{
	size_t block = size >= PUD_SIZE ? PUD_SIZE : size >= PMD_SIZE ? PMD_SIZE : PAGE_SIZE;

	return phys & (block - 1);
}

struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	unsigned long offset = offset_in_block(phys, size), pages = (offset + size) >> PAGE_SHIFT;
	unsigned int index = 0;
	struct record *record;

	if (!vmalloc_ready() || !size || size >= BIT(REGION_SHIFT))
		return NULL;
	while (BIT(index) < pages + 1)
		index++;
	if (index >= CLASSES)
		return NULL;
	record = classes[index].free;
	if (record)
		classes[index].free = record->next_free;
	else
		record = new_slot(index);
	if (!record)
		return NULL;
	record->area.addr = start_of(record) + offset;
	record->area.phys = phys;
	record->area.caller = caller;
	record->area.nr_pages = size >> PAGE_SHIFT;
	record->area.flags = flags;
	return &record->area;
}

static struct vm_struct *area_in(unsigned int index, unsigned long slot)
{
	struct record *record = NULL;

	if (index < CLASSES && slot < classes[index].used)
		record = *entry(&classes[index], slot);
	return record && record->area.addr ? &record->area : NULL;
}

struct vm_struct *vm_area_around(unsigned long addr)
{
	unsigned long offset = addr - VMALLOC_START, index = offset >> REGION_SHIFT;

	if (index >= CLASSES)
		return NULL;
	return area_in(index, (offset & (BIT(REGION_SHIFT) - 1)) >> PAGE_SHIFT >> index);
}

struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = vm_area_around(addr);

	return area && addr >= area->addr && addr - area->addr < PAGE_SIZE ? area : NULL;
}

const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	const struct record *record = area ? container_of(area, struct record, area) : NULL;
	unsigned long slot = record ? record->slot + 1 : 0;

	for (unsigned int i = record ? record->class : 0; i < CLASSES; i++, slot = 0)
		for (; slot < classes[i].used; slot++)
			if (area_in(i, slot))
				return area_in(i, slot);
	return NULL;
}

void free_vm_area(struct vm_struct *area)
{
	struct record *record = container_of(area, struct record, area);
	struct class *class = &classes[record->class];

	unmap_area(area->addr, area->addr + vm_area_size(area),
		   area->flags & VM_COMPLETE ? UNMAP_COMPLETE : 0);
	area->addr = 0;
	record->next_free = class->free;
	class->free = record;
}
