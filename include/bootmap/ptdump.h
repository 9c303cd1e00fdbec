/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_PTDUMP_H
#define BOOTMAP_PTDUMP_H

#include <bootmap/types.h>

/**
 * show_mapping_header() - the headings of the columns that show_mapping() fills
 */
void show_mapping_header(void);

/**
 * show_mapping() - one console line about a mapping, as the tables have it
 * @by: who made it: a heading, unless the line before had the same
 * @what: who uses it
 * @va: first address
 * @size: bytes
 *
 * The physical address and the attributes come from the first page's entry, not from what
 * was asked for.
 */
void show_mapping(const char *by, const char *what, unsigned long va, size_t size);

/**
 * format_size() - 4K, 2M, 1G
 * @buf: gets the words
 * @size: of @buf in bytes
 * @bytes: rounded up to KiB; the unit is the largest that leaves no remainder
 * Return: @buf.
 */
const char *format_size(char *buf, size_t size, unsigned long bytes);

/**
 * show_walk() - print the way from the root table to an address, entry by entry
 * @va: any address
 */
void show_walk(unsigned long va);

#endif
