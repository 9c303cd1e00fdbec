/* SPDX-License-Identifier: MIT */
/*
 * DOC: what firmware and loaders say of memory
 *
 * A device tree, a PC's memory map and a loader's list of modules say the same kinds of
 * things, and may be wrong in the same ways. Here each is looked at before memblock hears
 * of it; what makes no sense is named. In doubt a byte is not used.
 */
#ifndef DRIVERS_MEMORY_MAP_H
#define DRIVERS_MEMORY_MAP_H

#include <bootmap/types.h>

/**
 * memory_map_ram() - there is RAM
 * @who: says so, for messages
 * @base: first byte
 * @size: bytes; what reaches beyond the CPU's addresses is cut
 */
void memory_map_ram(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_no_ram() - there is none, or none that may be mapped
 * @who: says so, for messages
 * @base: first byte
 * @size: bytes
 *
 * What somebody holds already, above all the kernel's image, is named.
 */
void memory_map_no_ram(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_reserve() - RAM that is in use
 * @who: says so, for messages; kept by pointer
 * @base: first byte
 * @size: bytes
 */
void memory_map_reserve(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_loaded() - what a loader has put into RAM, whole
 * @what: kept by pointer
 * @base: first byte
 * @size: bytes
 *
 * Reserved; ignored if it cannot be whole: not in RAM, or where something else is.
 */
void memory_map_loaded(const char *what, phys_addr_t base, u64 size);

#endif
