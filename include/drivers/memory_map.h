/* SPDX-License-Identifier: MIT */
/*
 * DOC: memory that firmware and loaders describe
 *
 * A device tree, a PC's memory map and a loader's list of modules describe memory, and can have
 * the same errors. These functions check each range before they pass it to memblock, and report
 * an invalid one. Memory that two ranges describe differently is not used.
 */
#ifndef DRIVERS_MEMORY_MAP_H
#define DRIVERS_MEMORY_MAP_H

#include <bootmap/types.h>

/**
 * memory_map_ram() - a range is RAM
 * @who: the source of the range, for messages
 * @base: first byte
 * @size: bytes; a part beyond the CPU's physical addresses is cut
 */
void memory_map_ram(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_no_ram() - a range is not RAM, or must not be mapped
 * @who: the source of the range, for messages
 * @base: first byte
 * @size: bytes
 *
 * What somebody holds already, above all the kernel's image, is named.
 */
void memory_map_no_ram(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_reserve() - a range of RAM is in use
 * @who: the owner; kept by pointer
 * @base: first byte
 * @size: bytes
 */
void memory_map_reserve(const char *who, phys_addr_t base, u64 size);

/**
 * memory_map_loaded() - a range of RAM holds data from a loader
 * @what: the data; kept by pointer
 * @base: first byte
 * @size: bytes
 *
 * Reserves the range. It is ignored if the data cannot be complete: a part is not RAM, or has
 * another owner.
 */
void memory_map_loaded(const char *what, phys_addr_t base, u64 size);

#endif
