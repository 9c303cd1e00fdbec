// SPDX-License-Identifier: MIT
// caught by: window
// changes: part/first_fit.c
static bool fits(unsigned long addr, size_t size, unsigned long end)
{
	return addr + size + PAGE_SIZE <= end;
}

struct vm_struct *get_vm_area_at(phys_addr_t phys, size_t size, unsigned int flags,
				 unsigned long caller)
{
	struct record *record, **link;
	unsigned long addr;

	if (!vmalloc_ready() || !size)
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
