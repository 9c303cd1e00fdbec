/* SPDX-License-Identifier: MIT */
/*
 * DOC: small objects
 *
 * A slab is a page that is divided into objects of one size. There are few sizes, so that freed
 * memory can be used by other kinds of objects. Larger objects use whole pages.
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
 * kfree() - free an object
 * @object: as kmalloc() returned it; NULL is ignored
 *
 * An object that is already free is refused with a warning. Debug builds also warn if memory was
 * written to after it was freed, or after the end of the object. Not from interrupts.
 */
void kfree(const void *object);

#endif
