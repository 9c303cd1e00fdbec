/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_FDT_HEADER_H
#define BOOTMAP_FDT_HEADER_H

#include <bootmap/types.h>

/**
 * fdt_pointer_objection() - what can be said against a tree before a byte of it was read
 * @dt_phys: where it should be
 * Return: words that continue a sentence, NULL if there is nothing to say.
 */
const char *fdt_pointer_objection(phys_addr_t dt_phys);

/**
 * fdt_header_objection() - the same once its first 8 bytes can be read
 * @fdt: the tree
 * @size: set to the size that it claims, bytes
 */
const char *fdt_header_objection(const void *fdt, u32 *size);

#endif
