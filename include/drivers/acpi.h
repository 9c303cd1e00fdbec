/* SPDX-License-Identifier: MIT */
/*
 * DOC: ACPI tables
 *
 * ACPI tables are firmware's description of a PC. A root pointer leads to a root table, which
 * points to all others. Each table begins with the same header and has a checksum (ACPI
 * Specification 6.5, chapter 5.2). This kernel reads a few tables, and does not execute their
 * byte code.
 */
#ifndef DRIVERS_ACPI_H
#define DRIVERS_ACPI_H

#include <bootmap/types.h>
#include <drivers/fadt.h>

/**
 * struct acpi_table - where a table is
 * @phys: its first byte, 0: there is none
 * @length: bytes, header included
 */
struct acpi_table {
	phys_addr_t phys;
	u32 length;
};

/**
 * acpi_tables_init() - read the root pointer and the root table
 * @rsdp: physical address of the root pointer, from a loader or from acpi_find_rsdp()
 *
 * Lists the tables on the console. A damaged table is reported and left out.
 * Return: 0; -EINVAL if root pointer or root table are unusable, after a message.
 */
int acpi_tables_init(phys_addr_t rsdp);

/**
 * acpi_walk_tables() - find the tables, earlier than acpi_tables_init()
 * @rsdp: physical address of the root pointer
 * @take: called with the physical address of each table, which is not checked yet
 * Return: as acpi_tables_init().
 */
int acpi_walk_tables(phys_addr_t rsdp, void (*take)(phys_addr_t table));

/**
 * acpi_find_table() - look up a table
 * @signature: four letters
 * Return: the first undamaged table with that signature; its phys is 0 if there is none.
 */
struct acpi_table acpi_find_table(const char *signature);

/**
 * acpi_read() - copy a part of a table
 * @dst: gets the bytes
 * @table: the table
 * @offset: of the first byte
 * @size: bytes
 * Return: whether the table is long enough and could be read.
 */
bool acpi_read(void *dst, const struct acpi_table *table, u32 offset, size_t size);

/** acpi_checksum_ok() - is the sum of these bytes 0? */
bool acpi_checksum_ok(phys_addr_t phys, size_t size);

/* The fixed table, once acpi_fadt_init() has read it; all 0 on a machine without one. */
extern struct fadt acpi_fadt;

/** acpi_fadt_init() - read the fixed table. Boot, after acpi_tables_init(). */
void acpi_fadt_init(void);

/**
 * acpi_map_register() - reach a register of the fixed table
 * @reg: the register
 * @size: of it, in bytes
 *
 * Once ioremap() works; not from interrupts where it is in memory.
 * Return: for ioread8() and its kin; NULL if there is none, or it cannot be mapped.
 */
void __iomem *acpi_map_register(const struct acpi_generic_address *reg, size_t size);

/**
 * acpi_find_rsdp() - look for the root pointer where a BIOS leaves it
 *
 * In the extended BIOS data area and in the ROM area below 1 MiB.
 * Return: its physical address, 0 if it is not there.
 */
phys_addr_t acpi_find_rsdp(void);

/**
 * acpi_sleep_init() - find out how to switch the machine off, and register that
 *
 * From the fixed table's registers and the value that the byte code of the DSDT names for
 * the sleep state S5.
 */
void acpi_sleep_init(void);

/** acpi_reset_init() - register the fixed table's reset register, if the machine has one */
void acpi_reset_init(void);

/**
 * acpi_button_add_device() - create a platform device for the fixed table's power button, if it has
 * one
 */
void acpi_button_add_device(void);

#endif
