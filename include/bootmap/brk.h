/* SPDX-License-Identifier: MIT */
/*
 * DOC: brk
 *
 * The brk is the RAM behind the image. Loaders leave it free because the image's header asks for
 * it. Before any allocator exists, boot stores there what it cannot count in advance: nodes of the
 * device tree, ranges of RAM, ACPI tables. The unused part goes to the page allocator.
 */
#ifndef BOOTMAP_BRK_H
#define BOOTMAP_BRK_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * extend_brk() - allocate bytes of the brk, which are never released
 * @size: bytes
 * @what: what they are for, in the plural, for the message of a panic
 *
 * Boot only, until brk_close(). Two calls in a row return adjacent ranges, if sizes are multiples
 * of 8. The bytes are not cleared.
 * Return: their address, aligned to 8 bytes. Never NULL: panics if the brk is full.
 */
void *extend_brk(size_t size, const char *what);

/**
 * brk_grow() - double the capacity of an array
 * @array: its entries are copied; NULL: there is none yet
 * @max: its capacity in entries; updated
 * @size: of an entry, bytes
 * @what: as for extend_brk()
 * Return: the new array. The old one stays where it is, unused.
 */
void *brk_grow(const void *array, unsigned int *max, size_t size, const char *what);

/**
 * brk_avoid() - shorten the brk if a loader has put data there
 * @taken: physical address of the data; if it is in the brk, the brk ends before it
 */
void brk_avoid(phys_addr_t taken);

/**
 * brk_settle() - fit the brk into the RAM that firmware has described
 *
 * The image and the used part of the brk count as RAM in any case. The rest of the brk ends where
 * the RAM ends or another owner's range begins. From here on, only whole pages are RAM.
 */
void brk_settle(void);

/** brk_close() - free the unused part; after mem_init() */
void brk_close(void);

/** brk_is_open() - may extend_brk() be called? */
bool brk_is_open(void);

#endif
