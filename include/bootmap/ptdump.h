/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_PTDUMP_H
#define BOOTMAP_PTDUMP_H

#include <bootmap/types.h>

/**
 * show_mapping_header() - the headings of the columns that show_mapping() fills
 */
void show_mapping_header(void);

/**
 * show_mapping() - print one line about a mapping, as it is in the tables
 * @by: the function that made it: a heading, unless the line before had the same
 * @what: its purpose
 * @va: first address
 * @size: bytes
 *
 * The physical address and the attributes are read from the first page's entry.
 */
void show_mapping(const char *by, const char *what, unsigned long va, size_t size);

/**
 * format_size() - 4K, 2M, 1G
 * @buf: receives the text
 * @size: of @buf in bytes
 * @bytes: rounded up to KiB; the unit is the largest without a remainder
 * Return: @buf.
 */
const char *format_size(char *buf, size_t size, unsigned long bytes);

/**
 * show_walk() - print the walk from the root table to an address, entry by entry
 * @va: any address
 */
void show_walk(unsigned long va);

#endif
