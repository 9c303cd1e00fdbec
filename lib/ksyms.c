// SPDX-License-Identifier: MIT
/*
 * Names for code addresses. tools/ksyms.awk makes the table from the linked
 * image's own symbols; a first link takes place with an empty one.
 */
#include <bootmap/boot.h>
#include <bootmap/ksyms.h>
#include <stdio.h>
#include <string.h>

/*
 * Ascending, in instructions from _head on; the names in the same order. Each begins with a number
 * below ' ': so many characters are those of the name before.
 */
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

/*
 * The name behind the one that stands in @name, which it replaces. tools/ksyms.awk cuts names
 * that are longer. Return: where the next one begins.
 */
static const char *next_name(const char *from, char name[KSYM_NAME_MAX])
{
	char *to = name + *from++;

	while (*from >= ' ')
		*to++ = *from++;
	*to = '\0';
	return from;
}

static void name_of(u32 symbol, char name[KSYM_NAME_MAX])
{
	const char *from = ksym_names;

	do
		from = next_name(from, name);
	while (symbol--);
}

const char *ksym_format(char *buf, size_t size, unsigned long address)
{
	unsigned long offset = address - (unsigned long)_head;
	u32 symbol = count_until(offset / 4);

	if (address >= (unsigned long)_head && address < (unsigned long)_etext && symbol--) {
		char name[KSYM_NAME_MAX];

		name_of(symbol, name);
		snprintf(buf, size, "%s+0x%lx", name, offset - 4 * ksym_offsets[symbol]);
	} else {
		snprintf(buf, size, "0x%lx", address);
	}
	return buf;
}

unsigned long ksym_address(const char *name)
{
	const char *from = ksym_names;
	char each[KSYM_NAME_MAX];

	for (u32 symbol = 0; symbol < ksym_count; symbol++) {
		from = next_name(from, each);
		if (!strcmp(each, name))
			return (unsigned long)_head + 4 * ksym_offsets[symbol];
	}
	return 0;
}
