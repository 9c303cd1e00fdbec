/* SPDX-License-Identifier: MIT */
/* What ACPI is good for on a PC. */
#ifndef ASM_ACPI_H
#define ASM_ACPI_H

#include <bootmap/types.h>

enum acpi_space { ACPI_SPACE_MEMORY, ACPI_SPACE_IO };

/* A register, wherever it is. */
struct acpi_generic_address {
	u8 space; /* enum acpi_space */
	u8 width, offset, access;
	u64 address;
} __attribute__((packed));

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

/** acpi_button_init() - find out where the fixed table has a power button, if it has one */
void acpi_button_init(void);

/** acpi_button_add_device() - make a platform device of it */
void acpi_button_add_device(void);

#endif
