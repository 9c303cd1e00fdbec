/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_FDT_HEADER_H
#define BOOTMAP_FDT_HEADER_H

#include <bootmap/types.h>

/**
 * fdt_pointer_objection() - check the address of a device tree, before it is read
 * @dt_phys: physical address of the tree
 * Return: the error in words that continue a sentence, or NULL.
 */
const char *fdt_pointer_objection(phys_addr_t dt_phys);

/**
 * fdt_header_objection() - check a device tree's header, of which 8 bytes are mapped
 * @fdt: the tree
 * @size: set to the size in the header, bytes
 */
const char *fdt_header_objection(const void *fdt, u32 *size);

#endif
