/* SPDX-License-Identifier: MIT */
/*
 * DOC: the table of interrupt controllers
 *
 * ACPI calls it MADT, its signature is APIC (ACPI Specification 6.5, 5.2.12). What this kernel
 * takes from it: where the controllers are, and which of their inputs the lines of the ISA bus
 * lead to. Inputs of all controllers together are numbered as global system interrupts (GSI).
 */
#ifndef BOOTMAP_MADT_H
#define BOOTMAP_MADT_H

#include <bootmap/types.h>

#define NR_ISA_IRQS 16

/**
 * struct madt - what the table says
 * @lapic: physical address of the local APICs' registers
 * @ioapic: of the I/O APIC whose first input is GSI 0; 0: there is none
 * @isa: by line of the ISA bus: GSI, and trigger type, IRQ_TYPE_…
 */
struct madt {
	phys_addr_t lapic;
	phys_addr_t ioapic;
	struct isa_irq {
		u32 gsi;
		u32 type;
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
