// SPDX-License-Identifier: MIT
// caught by: found
// changes: part/first_fit.c
struct vm_struct *vm_area_around(unsigned long addr)
{
	for (struct record *record = records; record; record = record->next)
		if (addr >= record->area.addr && addr < end_of(record) - PAGE_SIZE)
			return &record->area;
	return NULL;
}
