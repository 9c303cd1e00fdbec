/* SPDX-License-Identifier: MIT */
/*
 * DOC: the fixed table
 *
 * ACPI calls it FADT, its signature is FACP: registers that every machine with ACPI has, under
 * names that need no byte code (ACPI Specification 6.5, 5.2.9). The table grew with the
 * specification. Newer fields repeat older ones with addresses of 64 bits; firmware fills in the
 * one, or the other, or both.
 */
#ifndef DRIVERS_FADT_H
#define DRIVERS_FADT_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/* Bytes of the table up to which this kernel reads. */
#define FADT_SIZE 256

enum acpi_space { ACPI_SPACE_MEMORY, ACPI_SPACE_IO };

/* A register, wherever it is (5.2.3.2). */
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
 * struct fadt - what the table says; what it is too short for is 0
 * @x_dsdt: physical address of the byte code, as the newer field has it
 * @dsdt: the same, as the older field has it
 * @sci: line of the system control interrupt
 * @smi_command: port by which firmware is told to leave the PM1 registers to us; 0: it has
 * @acpi_enable: what to write there
 * @flags: FADT_…
 * @pm1a_event: block of two registers: what has happened, and of what to tell
 * @pm1_event_size: of the block, in bytes
 * @pm1a_control, @pm1b_control: the registers that switch off, 16 bits
 * @reset, @reset_value: the register that resets, and what to write there
 * @sleep_control: the register that switches off with FADT_HW_REDUCED
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
 * @table: the table, its header included; its checksum was looked at already
 * @length: bytes
 *
 * Of a register that the table describes twice the newer description counts, if it makes sense: in
 * memory or among the ports, and wide enough. A register that makes no sense is none.
 */
void fadt_parse(struct fadt *fadt, const void *table, size_t length);

#endif
