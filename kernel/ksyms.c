// SPDX-License-Identifier: MIT
/*
 * Names for code addresses. tools/ksyms.awk makes the table from the linked
 * image's own symbols; a first link takes place with an empty one.
 */
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <stdio.h>
#include <string.h>

/* Ascending, in instructions from _head on; the names in the same order, one behind the other. */
extern const u16 ksym_offsets[];
extern const char ksym_names[];
extern const u32 ksym_count;

/* How many symbols begin at or below @offset. */
static u32 count_until(u32 offset)
{
	u32 low = 0, high = ksym_count;

	while (low < high) {
		u32 middle = (low + high) / 2;

		if (ksym_offsets[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const char *name_of(u32 symbol)
{
	const char *name = ksym_names;

	while (symbol--)
		name += strlen(name) + 1;
	return name;
}

const char *ksym_format(char *buf, size_t size, unsigned long address)
{
	unsigned long offset = address - (unsigned long)_head;
	u32 symbol = count_until(offset / 4);

	if (address >= (unsigned long)_head && address < (unsigned long)_etext && symbol--)
		snprintf(buf, size, "%s+0x%lx", name_of(symbol), offset - 4 * ksym_offsets[symbol]);
	else
		snprintf(buf, size, "0x%lx", address);
	return buf;
}
