/* SPDX-License-Identifier: MIT */
/*
 * DOC: the table of interrupt controllers
 *
 * The MADT (signature APIC) is ACPI's table of interrupt controllers (ACPI Specification 6.5,
 * 5.2.12). This kernel reads the addresses of the controllers, the inputs to which the lines of the
 * ISA bus lead, and the numbers of two CPUs. The inputs of all controllers together are numbered as global system
 * interrupts (GSI).
 */
#ifndef DRIVERS_MADT_H
#define DRIVERS_MADT_H

#include <bootmap/types.h>

#define NR_ISA_IRQS	 16
#define MADT_MAX_IOAPICS 16

/**
 * struct madt - contents of the table
 * @lapic: physical address of the local APICs' registers
 * @ioapics: I/O APICs: physical address of the registers, and GSI of the first input; the first
 *	one has GSI 0
 * @nr_ioapics: how many these are
 * @ioapics_left_out: how many more are in the table
 * @cpus: numbers of the local APICs of the first CPUs that can be used
 * @nr_cpus: how many of these there are, at most as many as @cpus holds
 * @isa: for each line of the ISA bus: GSI; trigger type, IRQ_TYPE_…; whether the table gives the
 *	type
 */
struct madt {
	phys_addr_t lapic;
	struct madt_ioapic {
		u32 address;
		u32 gsi_base;
	} ioapics[MADT_MAX_IOAPICS];
	unsigned int nr_ioapics;
	unsigned int ioapics_left_out;
	u32 cpus[2];
	unsigned int nr_cpus;
	struct isa_irq {
		u32 gsi;
		u32 type;
		bool has_type;
	} isa[NR_ISA_IRQS];
};

/**
 * madt_parse() - read the table
 * @madt: filled in; not valid after an error
 * @table: the table with its header; the caller has verified the checksum
 * @length: bytes
 *
 * Entries of unknown kinds are ignored.
 * Return: NULL, or why the table cannot be used, in words that continue a sentence.
 */
const char *madt_parse(struct madt *madt, const void *table, size_t length);

#endif
