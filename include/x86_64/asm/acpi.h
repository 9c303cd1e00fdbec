/* SPDX-License-Identifier: MIT */
/* What ACPI is good for on a PC. */
#ifndef ASM_ACPI_H
#define ASM_ACPI_H

#include <bootmap/fadt.h>
#include <bootmap/types.h>

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

/** acpi_button_add_device() - make a platform device of the fixed table's power button, if it has one */
void acpi_button_add_device(void);

#endif
