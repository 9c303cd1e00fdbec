// SPDX-License-Identifier: MIT
// caught by: cost-of-freeing
void free_vm_area(struct vm_struct *area)
{
	const struct vm_struct *each = vmalloc_next(NULL);

	while (each && each != area)
		each = vmalloc_next(each);
	if (!each)
		return;
	unmap_area(area->addr, area->addr + vm_area_size(area),
		   (area->flags & VM_COMPLETE) ? UNMAP_COMPLETE : 0);
	give_slot(area);
}
