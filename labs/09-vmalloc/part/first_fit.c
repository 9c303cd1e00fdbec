// SPDX-License-Identifier: MIT
// first fit, in a sorted list: 65 of 100 points
// the whole file
/* Areas in a list, in ascending order. A new one goes into the first hole that holds it. */
#include <bootmap/compiler.h>
#include <bootmap/slab.h>
#include <bootmap/vmalloc.h>

struct record {
	struct vm_struct area;
	struct record *next;
};

static struct record *records;

void __init vmalloc_init(void)
{
	boot_stage_enter(BOOT_MM);
}

static inline size_t block_for(phys_addr_t phys, size_t size)
{
	static const size_t blocks[] = { PUD_SIZE, PMD_SIZE, CONT_PTES * PAGE_SIZE };

	for (unsigned int i = 0; i < ARRAY_SIZE(blocks); i++)
		if (size >= blocks[i] && ROUND_UP(phys, blocks[i]) - phys <= size - blocks[i])
			return blocks[i];
	return PAGE_SIZE;
}

/* The first address after the guard page. */
static unsigned long end_of(const struct record *record)
{
	return record->area.addr + vm_area_size(&record->area) + PAGE_SIZE;
}

static bool fits(unsigned long addr, size_t size, unsigned long end)
{
	return addr < end && end - addr > size;
}

/* The link at which the new record belongs. */
static struct record **first_hole(phys_addr_t phys, size_t size, unsigned long *addr)
{
	unsigned long block = block_for(phys, size), from = VMALLOC_START;
	struct record **link = &records;

	for (;; link = &(*link)->next) {
		*addr = from + ((phys - from) & (block - 1));
		if (fits(*addr, size, *link ? (*link)->area.addr : VMALLOC_END))
			return link;
		if (!*link)
			return NULL;
		from = end_of(*link);
	}
}

struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	struct record *record, **link;
	unsigned long addr;

	if (!vmalloc_ready() || !size || size >> PAGE_SHIFT > ~0U)
		return NULL;
	link = first_hole(phys, size, &addr);
	record = link ? kmalloc(sizeof(*record)) : NULL;
	if (!record)
		return NULL;
	record->area = (struct vm_struct){ addr, phys, caller, size >> PAGE_SHIFT, flags };
	record->next = *link;
	*link = record;
	return &record->area;
}

struct vm_struct *vm_area_around(unsigned long addr)
{
	for (struct record *record = records; record; record = record->next)
		if (addr >= record->area.addr && addr < end_of(record))
			return &record->area;
	return NULL;
}

struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = vm_area_around(addr);

	return area && area->addr == (addr & PAGE_MASK) ? area : NULL;
}

const struct vm_struct *vmalloc_next(const struct vm_struct *area)
{
	const struct record *next = area ? container_of(area, struct record, area)->next : records;

	return next ? &next->area : NULL;
}

void free_vm_area(struct vm_struct *area)
{
	struct record *record = container_of(area, struct record, area), **link = &records;

	unmap_area(area->addr, area->addr + vm_area_size(area),
		   area->flags & VM_COMPLETE ? UNMAP_COMPLETE : 0);
	while (*link != record)
		link = &(*link)->next;
	*link = record->next;
	kfree(record);
}
