/* SPDX-License-Identifier: MIT */
/*
 * DOC: e820
 *
 * The PC's memory map, named after the BIOS call that once returned it. Whoever loads
 * the kernel passes it on; every range says what it is for.
 */
#ifndef DRIVERS_E820_H
#define DRIVERS_E820_H

#include <bootmap/types.h>

enum e820_type {
	E820_RAM = 1,
	E820_RESERVED,
	E820_ACPI, /* tables: RAM again, once they were read */
	E820_NVS,  /* belongs to firmware for good */
	E820_UNUSABLE,
};

struct e820_entry {
	phys_addr_t addr;
	u64 size;
	u32 type;
};

/* As long as the loader's map: @entries has room for @max of them, and grows in the brk. */
extern struct e820_table {
	unsigned int count;
	unsigned int max;
	struct e820_entry *entries;
} e820_table;

/* Bytes of a map; what claims to be larger is damaged. */
#define E820_MAX_SIZE (1 << 20)

/**
 * e820_add() - note a range as the loader describes it
 * @addr: first byte
 * @size: bytes; an empty range is named and passed over, a longer one than there are
 *	addresses is cut
 * @type: enum e820_type, or a number that nobody knows
 */
void e820_add(phys_addr_t addr, u64 size, u32 type);

/** e820_type_name() - as in /proc/iomem of Linux */
const char *e820_type_name(u32 type);

/** e820_print_table() - list the map on the console */
void e820_print_table(void);

/**
 * e820_to_memblock() - tell memblock of RAM
 *
 * What reaches beyond the CPU's addresses is named and cut; what another range claims
 * for something else is named and no RAM.
 */
void e820_to_memblock(void);

/** e820_reserve_low_memory() - RAM below 1 MiB stays as firmware and loaders left it */
void e820_reserve_low_memory(void);

/**
 * e820_reserve_resources() - put the map into iomem_resource, after memblock's RAM
 *
 * Its other ranges, and what every PC has below 1 MiB. Drivers may claim parts of what the map
 * calls reserved: devices are there. A range that cuts another one is named and left out.
 */
void e820_reserve_resources(void);

#endif
