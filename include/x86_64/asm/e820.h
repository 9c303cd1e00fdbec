/* SPDX-License-Identifier: MIT */
/*
 * DOC: e820
 *
 * The PC's memory map, named after the BIOS call that once returned it. Whoever loads
 * the kernel passes it on; every range says what it is for.
 */
#ifndef ASM_E820_H
#define ASM_E820_H

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

#define E820_MAX_ENTRIES 64

extern struct e820_table {
	unsigned int count;
	struct e820_entry entries[E820_MAX_ENTRIES];
} e820_table;

/**
 * e820_add() - note a range as the loader describes it
 * @addr: first byte
 * @size: bytes; an empty range is passed over
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
 * for something else is named and no RAM. RAM below 1 MiB is reserved.
 */
void e820_to_memblock(void);

/**
 * e820_reserve_resources() - put the map into iomem_resource, after memblock's RAM
 *
 * Its other ranges, and what every PC has below 1 MiB. Drivers may claim parts of what the map
 * calls reserved: devices are there. A range that cuts another one is named and left out.
 */
void e820_reserve_resources(void);

#endif
