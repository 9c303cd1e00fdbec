// SPDX-License-Identifier: MIT
// caught by: apart
// changes: part/first_fit.c
static unsigned long end_of(const struct record *record)
{
	return record->area.addr + vm_area_size(&record->area);
}
