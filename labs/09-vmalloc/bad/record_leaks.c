// SPDX-License-Identifier: MIT
// caught by: used-again
// changes: part/first_fit.c
void free_vm_area(struct vm_struct *area)
{
	struct record *record = container_of(area, struct record, area), **link = &records;

	unmap_area(area->addr, area->addr + vm_area_size(area),
		   area->flags & VM_COMPLETE ? UNMAP_COMPLETE : 0);
	while (*link != record)
		link = &(*link)->next;
	*link = record->next;
}
