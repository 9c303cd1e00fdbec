/* SPDX-License-Identifier: MIT */
/*
 * DOC: the table of interrupt controllers
 *
 * ACPI calls it MADT, its signature is APIC (ACPI Specification 6.5, 5.2.12). What this kernel
 * takes from it: where the controllers are, and which of their inputs the lines of the ISA bus
 * lead to. Inputs of all controllers together are numbered as global system interrupts (GSI).
 */
#ifndef DRIVERS_MADT_H
#define DRIVERS_MADT_H

#include <bootmap/types.h>

#define NR_ISA_IRQS	 16
#define MADT_MAX_IOAPICS 16

/**
 * struct madt - what the table says
 * @lapic: physical address of the local APICs' registers
 * @ioapics: I/O APICs: physical address of the registers, and GSI of the first input; the first
 *	one has GSI 0
 * @nr_ioapics: how many these are
 * @ioapics_left_out: how many more the table names
 * @isa: by line of the ISA bus: GSI; trigger type, IRQ_TYPE_…; and whether the table itself says
 *	which type
 */
struct madt {
	phys_addr_t lapic;
	struct madt_ioapic {
		u32 address;
		u32 gsi_base;
	} ioapics[MADT_MAX_IOAPICS];
	unsigned int nr_ioapics;
	unsigned int ioapics_left_out;
	struct isa_irq {
		u32 gsi;
		u32 type;
		bool has_type;
	} isa[NR_ISA_IRQS];
};

/**
 * madt_parse() - read the table
 * @madt: filled in, also by a table that turns out to be damaged: then not to be used
 * @table: the table, its header included; its checksum was looked at already
 * @length: bytes
 *
 * Entries of kinds that are not known are passed over.
 * Return: NULL, or why the table cannot be used, words that continue a sentence.
 */
const char *madt_parse(struct madt *madt, const void *table, size_t length);

#endif
