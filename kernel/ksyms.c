// SPDX-License-Identifier: MIT
/*
 * Names for code addresses. tools/ksyms.awk makes the table from the linked
 * image's own symbols; a first link takes place with an empty one.
 */
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <stdio.h>

struct ksym {
	u32 offset;	 /* from _head, ascending */
	u32 name_offset; /* in ksym_names */
};

extern const struct ksym ksym_table[];
extern const char ksym_names[];
extern const u32 ksym_count;

static const struct ksym *find(u32 offset)
{
	u32 low = 0, high = ksym_count;

	while (low < high) {
		u32 middle = (low + high) / 2;

		if (ksym_table[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &ksym_table[low - 1] : NULL;
}

const char *ksym_format(char *buf, size_t size, unsigned long address)
{
	unsigned long offset = address - (unsigned long)_head;
	const struct ksym *sym = NULL;

	if (address >= (unsigned long)_head && address < (unsigned long)_etext)
		sym = find(offset);
	if (sym)
		snprintf(buf, size, "%s+0x%lx", ksym_names + sym->name_offset,
			 offset - sym->offset);
	else
		snprintf(buf, size, "0x%lx", address);
	return buf;
}
