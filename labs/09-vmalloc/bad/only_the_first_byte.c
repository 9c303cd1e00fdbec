// SPDX-License-Identifier: MIT
// caught by: found
// changes: part/first_fit.c
struct vm_struct *find_vm_area(unsigned long addr)
{
	struct vm_struct *area = vm_area_around(addr);

	return area && area->addr == addr ? area : NULL;
}
