/* SPDX-License-Identifier: MIT */
/*
 * DOC: small objects
 *
 * A slab is a page cut into objects of one size. Sizes are few, so that memory that
 * one kind of object gave back serves the next. Larger objects are pages.
 */
#ifndef BOOTMAP_SLAB_H
#define BOOTMAP_SLAB_H

#include <bootmap/types.h>

/**
 * kmalloc() - memory for an object
 * @size: bytes, more than 0
 *
 * Aligned to 16 bytes; content undefined, poison in debug builds. Not from interrupts.
 * Return: NULL if there is none.
 */
void *kmalloc(size_t size);

/** kzalloc() - the same, zeroed */
void *kzalloc(size_t size);

/**
 * kfree() - the end of an object
 * @object: as kmalloc() returned it; NULL is ignored
 *
 * An object that is free already is refused with a warning (in debug builds one that was
 * written to after that, or behind its end, is named, too). Not from interrupts.
 */
void kfree(const void *object);

#endif
