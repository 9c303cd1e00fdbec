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
 * @by: who made it
 * @what: who uses it
 * @va: first address
 * @size: bytes
 *
 * The physical address and the attributes come from the first page's entry, not from what
 * was asked for.
 */
void show_mapping(const char *by, const char *what, unsigned long va, size_t size);

/**
 * show_walk() - print the way from the root table to an address, entry by entry
 * @va: any address
 */
void show_walk(unsigned long va);

#endif
