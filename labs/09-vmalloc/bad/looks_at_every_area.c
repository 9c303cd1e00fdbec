// SPDX-License-Identifier: MIT
// caught by: cost-of-finding
struct vm_struct *vm_area_around(unsigned long addr)
{
	const struct vm_struct *area = NULL;

	while ((area = vmalloc_next(area)))
		if (addr >= area->addr && addr <= area->addr + vm_area_size(area))
			return (struct vm_struct *)area;
	return NULL;
}
