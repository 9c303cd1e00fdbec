/* SPDX-License-Identifier: MIT */
/*
 * DOC: brk
 *
 * Memory before there is any allocator: the RAM behind the image, which loaders leave free
 * because the image's header asks for it. What boot cannot count before it has read its input
 * grows there: nodes of the tree, ranges of RAM, ACPI tables. What is left over is RAM like any
 * other once pages can be handed out.
 */
#ifndef BOOTMAP_BRK_H
#define BOOTMAP_BRK_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * extend_brk() - the next bytes of the brk, for good
 * @size: bytes
 * @what: whom they are for, in the plural: the sentence of a panic
 *
 * Boot only, until brk_close(). Two calls without another one between them return
 * neighbours, if sizes are multiples of 8. The bytes are not cleared.
 * Return: their address, aligned to 8 bytes. Never NULL: without room, boot ends.
 */
void *extend_brk(size_t size, const char *what);

/**
 * brk_grow() - an array gets twice the room
 * @array: of which everything is copied; NULL: there is none yet
 * @max: its room, in entries; updated
 * @size: of an entry, bytes
 * @what: as for extend_brk()
 * Return: the new array. The old one stays where it is, unused.
 */
void *brk_grow(const void *array, unsigned int *max, size_t size, const char *what);

/**
 * brk_avoid() - a loader did not keep the brk free
 * @taken: physical address of what it left, perhaps there: the brk ends in front of it
 */
void brk_avoid(phys_addr_t taken);

/**
 * brk_settle() - firmware has told what RAM there is: image and brk must be part of it
 *
 * The image and what was taken so far are RAM, whatever firmware says; the rest of the brk
 * ends where RAM does, or somebody else's part of it begins.
 */
void brk_settle(void);

/** brk_close() - free the part that was not used; after mem_init() */
void brk_close(void);

/** brk_is_open() - may extend_brk() be called? */
bool brk_is_open(void);

#endif
