// SPDX-License-Identifier: MIT
/*
 * Finds the name for an address, and the address for a name. tools/ksyms.awk makes the table from
 * the symbols of a first link, in which the table is empty.
 */
#include <bootmap/boot.h>
#include <bootmap/compiler.h>
#include <bootmap/ksyms.h>
#include <stdio.h>
#include <string.h>

/*
 * The symbols in ascending order. Each entry has the distance from the previous symbol, as ULEB128,
 * and the name, which ends with a zero byte. The first distance counts from _head. The table is a
 * part of the read-only data, so its size moves the symbols after it. Therefore the distances from
 * symbol number ksym_first_data on count from _data.
 */
extern const u8 ksym_table[];
extern const u32 ksym_count, ksym_first_data;

/*
 * A byte below FIRST_PAIR in a name is the number of a character; the others stand for two bytes each.
 * This is byte pair encoding, as in Linux.
 */
#define FIRST_PAIR 65
extern const char ksym_characters[FIRST_PAIR];
extern const u8 ksym_pairs[][2];

/* The last symbol that was read, and the position of the next one. */
struct symbol {
	const u8 *next;
	u32 index;
	unsigned long address;
	char name[KSYM_NAME_MAX];
};

static struct symbol before_first(void)
{
	return (struct symbol){ .next = ksym_table, .address = (unsigned long)_head };
}

static unsigned long read_uleb128(const u8 **from)
{
	unsigned long value = 0, shift = 0;
	u8 byte;

	do {
		byte = *(*from)++;
		value |= (unsigned long)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

/* Return: the end of what was written. */
static char *decode(char *to, u8 code)
{
	if (code < FIRST_PAIR) {
		*to = ksym_characters[code];
		return to + 1;
	}
	to = decode(to, ksym_pairs[code - FIRST_PAIR][0]);
	return decode(to, ksym_pairs[code - FIRST_PAIR][1]);
}

/* Return: false after the last one. tools/ksyms.awk truncates long names. */
static bool next_symbol(struct symbol *symbol)
{
	char *to = symbol->name;

	if (symbol->index == ksym_count)
		return false;
	if (symbol->index++ == ksym_first_data)
		symbol->address = (unsigned long)_data;
	symbol->address += read_uleb128(&symbol->next);
	do
		to = decode(to, *symbol->next++);
	while (to[-1]);
	return true;
}

/* The last function that begins at or before @address. Return: false outside text. */
static bool find_function(struct symbol *found, unsigned long address)
{
	struct symbol each = before_first();

	if (address < (unsigned long)_head || address >= (unsigned long)_etext)
		return false;
	*found = each;
	while (next_symbol(&each) && each.address <= address)
		*found = each;
	return found->index;
}

const char *ksym_format(char *buf, size_t size, unsigned long address)
{
	struct symbol symbol;

	if (find_function(&symbol, address))
		snprintf(buf, size, "%s+0x%lx", symbol.name, address - symbol.address);
	else
		snprintf(buf, size, "0x%lx", address);
	return buf;
}

unsigned long ksym_start(unsigned long address)
{
	struct symbol symbol;

	return find_function(&symbol, address) ? symbol.address : 0;
}

unsigned long ksym_address(const char *name, unsigned long behind)
{
	struct symbol each = before_first();

	while (next_symbol(&each))
		if (each.address > behind && !strcmp(each.name, name))
			return each.address;
	return 0;
}

const char *ksym_name(unsigned int index)
{
	static struct symbol latest;

	if (!latest.next || index < latest.index)
		latest = before_first();
	while (latest.index <= index)
		if (!next_symbol(&latest))
			return NULL;
	return latest.name;
}
