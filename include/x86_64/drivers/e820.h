/* SPDX-License-Identifier: MIT */
/*
 * DOC: e820
 *
 * The memory map of a PC, named after the BIOS call that returns it. The loader passes it to the
 * kernel. Every range has a type.
 */
#ifndef DRIVERS_E820_H
#define DRIVERS_E820_H

#include <bootmap/types.h>

enum e820_type {
	E820_RAM = 1,
	E820_RESERVED,
	E820_ACPI, /* ACPI tables: usable as RAM after they were read */
	E820_NVS,  /* always reserved for firmware */
	E820_UNUSABLE,
};

struct e820_entry {
	phys_addr_t addr;
	u64 size;
	u32 type;
};

/* The entries of the loader's map: @entries has a capacity of @max, and grows in the brk. */
extern struct e820_table {
	unsigned int count;
	unsigned int max;
	struct e820_entry *entries;
} e820_table;

/* The largest size of a map, in bytes. A larger one is damaged. */
#define E820_MAX_SIZE (1 << 20)

/**
 * e820_add() - record a range as the loader describes it
 * @addr: first byte
 * @size: bytes; an empty range is reported and ignored, one that exceeds the address space is cut
 * @type: enum e820_type, or an unknown number
 */
void e820_add(phys_addr_t addr, u64 size, u32 type);

/** e820_type_name() - as in /proc/iomem of Linux */
const char *e820_type_name(u32 type);

/** e820_is_ram() - is there RAM at an address? Of several entries, the last one counts. */
bool e820_is_ram(phys_addr_t addr);

/** e820_print_table() - list the map on the console */
void e820_print_table(void);

/**
 * e820_to_memblock() - pass the RAM to memblock
 *
 * A range beyond the CPU's addresses is reported and cut. RAM that another range describes as
 * something else is reported and not used.
 */
void e820_to_memblock(void);

/** e820_reserve_low_memory() - reserve RAM below 1 MiB, which firmware and loaders may use */
void e820_reserve_low_memory(void);

/**
 * e820_reserve_resources() - add the map to iomem_resource, after memblock's RAM
 *
 * Adds the ranges that are not RAM, and the fixed ranges of every PC below 1 MiB. Drivers can
 * request parts of reserved ranges, which may contain devices. A range that overlaps another one
 * partly is reported and left out.
 */
void e820_reserve_resources(void);

#endif
