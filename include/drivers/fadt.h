/* SPDX-License-Identifier: MIT */
/*
 * DOC: the fixed table
 *
 * The fixed ACPI description table (FADT, signature FACP) gives the addresses of registers that
 * every machine with ACPI has. They can be used without executing byte code (ACPI Specification
 * 6.5, 5.2.9). Newer versions of the table repeat older fields with addresses of 64 bits.
 * Firmware may fill in either field or both.
 */
#ifndef DRIVERS_FADT_H
#define DRIVERS_FADT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* The kernel reads this many bytes of the table. */
#define FADT_SIZE 256

enum acpi_space { ACPI_SPACE_MEMORY, ACPI_SPACE_IO };

/* The address of a register (5.2.3.2). */
struct acpi_generic_address {
	u8 space; /* enum acpi_space */
	u8 width; /* in bits */
	u8 offset, access;
	u64 address; /* 0: there is no such register */
} __attribute__((packed));

#define FADT_OTHER_BUTTON  BIT(4) /* the power button is one that the byte code knows */
#define FADT_RESET_REG_SUP BIT(10)
#define FADT_HW_REDUCED	   BIT(20) /* no PM1 registers: there is a sleep control register */

/**
 * struct fadt - contents of the table; fields beyond its end are 0
 * @x_dsdt: physical address of the byte code, from the newer field
 * @dsdt: the same, from the older field
 * @sci: line of the system control interrupt
 * @smi_command: port through which firmware hands over the PM1 registers; 0: it already has
 * @acpi_enable: the value to write there
 * @flags: FADT_…
 * @pm1a_event: block of two registers: status, and enable
 * @pm1_event_size: of the block, in bytes
 * @pm1a_control, @pm1b_control: the registers that switch the machine off, 16 bits
 * @reset, @reset_value: the register that resets the machine, and the value to write
 * @sleep_control: the register that switches the machine off with FADT_HW_REDUCED
 */
struct fadt {
	phys_addr_t x_dsdt, dsdt;
	u16 sci;
	u32 smi_command;
	u8 acpi_enable;
	u32 flags;
	struct acpi_generic_address pm1a_event, pm1a_control, pm1b_control;
	u8 pm1_event_size;
	struct acpi_generic_address reset, sleep_control;
	u8 reset_value;
};

/**
 * fadt_parse() - read the table
 * @fadt: filled in
 * @table: the table with its header; the caller has verified the checksum
 * @length: bytes
 *
 * If the table describes a register twice, the newer description is used if it is plausible: in
 * memory or an I/O port, and wide enough. An implausible register counts as absent.
 */
void fadt_parse(struct fadt *fadt, const void *table, size_t length);

#endif
