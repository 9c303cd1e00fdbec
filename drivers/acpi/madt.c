// SPDX-License-Identifier: MIT
/*
 * Reads ACPI's Multiple APIC Description Table (ACPI Specification 6.5, 5.2.12), which names the
 * interrupt controllers and the wiring of the ISA interrupts. The table is given as bytes, so
 * this code needs no hardware and is tested on the host. Called by
 * drivers/irqchip/x86_64/apic_early.c.
 */
#include <bootmap/compiler.h>
#include <bootmap/irq.h>
#include <drivers/madt.h>
#include <string.h>

/* After the header: the address of the local APICs, flags, and the entries. */
#define LAPIC_ADDRESS 36
#define FIRST_ENTRY   44

enum entry_type { LAPIC, IO_APIC, SOURCE_OVERRIDE, LAPIC_OVERRIDE = 5, X2APIC = 9 };

struct entry {
	u8 type;
	u8 length;
};

struct lapic {
	struct entry entry;
	u8 uid, id;
	u32 flags;
};

struct x2apic {
	struct entry entry;
	u16 reserved;
	u32 id;
	u32 flags;
	u32 uid;
};

#define CPU_ENABLED 1

struct io_apic {
	struct entry entry;
	u8 id, reserved;
	u32 address;
	u32 gsi_base;
};

struct source_override {
	struct entry entry;
	u8 bus, line;
	u32 gsi;
	u16 flags;
} __attribute__((packed));

struct lapic_override {
	struct entry entry;
	u16 reserved;
	u64 address;
} __attribute__((packed));

static_assert(sizeof(struct io_apic) == 12 && sizeof(struct source_override) == 10 &&
		      sizeof(struct lapic_override) == 12 && sizeof(struct lapic) == 8 &&
		      sizeof(struct x2apic) == 16,
	      "as the specification lays them out");

/*
 * Two bits for the polarity and two for the trigger. 0 means the bus's default: on ISA, active high
 * and edge-triggered. 2 is reserved and treated as 0.
 */
#define FLAGS_POLARITY GENMASK(1, 0)
#define FLAGS_TRIGGER  GENMASK(3, 2)
#define POLARITY_LOW   3
#define TRIGGER_LEVEL  3
#define IS_SAID(bits)  ((bits)&1)

static u32 type_of(u16 flags)
{
	bool low = FIELD_GET(FLAGS_POLARITY, flags) == POLARITY_LOW;

	if (FIELD_GET(FLAGS_TRIGGER, flags) == TRIGGER_LEVEL)
		return low ? IRQ_TYPE_LEVEL_LOW : IRQ_TYPE_LEVEL_HIGH;
	return low ? IRQ_TYPE_EDGE_FALLING : IRQ_TYPE_EDGE_RISING;
}

static struct isa_irq __init isa_irq_of(const struct source_override *override)
{
	return (struct isa_irq){
		.gsi = override->gsi,
		.type = type_of(override->flags),
		.has_type = IS_SAID(FIELD_GET(FLAGS_POLARITY, override->flags)) ||
			    IS_SAID(FIELD_GET(FLAGS_TRIGGER, override->flags)),
	};
}

/* The I/O APIC with GSI 0 comes first, because the lines of the ISA bus lead to it. */
static void __init add_io_apic(struct madt *madt, u32 address, u32 gsi_base)
{
	struct madt_ioapic *slot = &madt->ioapics[madt->nr_ioapics];

	if (madt->nr_ioapics == MADT_MAX_IOAPICS) {
		madt->ioapics_left_out++;
		return;
	}
	madt->nr_ioapics++;
	if (!gsi_base) {
		*slot = madt->ioapics[0];
		slot = &madt->ioapics[0];
	}
	*slot = (struct madt_ioapic){ address, gsi_base };
}

static void __init add_cpu(struct madt *madt, u32 id, u32 flags)
{
	if (flags & CPU_ENABLED && madt->nr_cpus < ARRAY_SIZE(madt->cpus))
		madt->cpus[madt->nr_cpus++] = id;
}

/* Copies the known bytes of an entry. Return: false if it has fewer. */
static bool __init copy_entry(void *dst, const u8 *entry, size_t size)
{
	if (entry[1] < size)
		return false;
	memcpy(dst, entry, size);
	return true;
}

/* Return: false if the entry is shorter than its kind. */
static bool __init read_entry(struct madt *madt, const u8 *entry)
{
	struct io_apic io_apic;
	struct source_override override;
	struct lapic_override override_address;
	struct lapic lapic;
	struct x2apic x2apic;

	switch (entry[0]) {
	case LAPIC:
		if (!copy_entry(&lapic, entry, sizeof(lapic)))
			return false;
		add_cpu(madt, lapic.id, lapic.flags);
		return true;
	case X2APIC:
		if (!copy_entry(&x2apic, entry, sizeof(x2apic)))
			return false;
		add_cpu(madt, x2apic.id, x2apic.flags);
		return true;
	case IO_APIC:
		if (!copy_entry(&io_apic, entry, sizeof(io_apic)))
			return false;
		add_io_apic(madt, io_apic.address, io_apic.gsi_base);
		return true;
	case SOURCE_OVERRIDE:
		if (!copy_entry(&override, entry, sizeof(override)))
			return false;
		if (!override.bus && override.line < NR_ISA_IRQS)
			madt->isa[override.line] = isa_irq_of(&override);
		return true;
	case LAPIC_OVERRIDE:
		if (!copy_entry(&override_address, entry, sizeof(override_address)))
			return false;
		madt->lapic = override_address.address;
		return true;
	}
	return true;
}

static const char __init *read_entries(struct madt *madt, const u8 *table, size_t length)
{
	for (size_t at = FIRST_ENTRY; at < length; at += table[at + 1]) {
		if (length - at < sizeof(struct entry) || table[at + 1] > length - at)
			return "an entry reaches beyond its end";
		if (table[at + 1] < sizeof(struct entry) || !read_entry(madt, table + at))
			return "an entry is too short";
	}
	return NULL;
}

const char __init *madt_parse(struct madt *madt, const void *table, size_t length)
{
	const char *why;
	u32 lapic;

	if (length < FIRST_ENTRY)
		return "it is too short";
	memcpy(&lapic, (const u8 *)table + LAPIC_ADDRESS, sizeof(lapic));
	*madt = (struct madt){ .lapic = lapic };
	for (u32 line = 0; line < NR_ISA_IRQS; line++)
		madt->isa[line] = (struct isa_irq){ line, IRQ_TYPE_EDGE_RISING, false };
	why = read_entries(madt, table, length);
	if (why)
		return why;
	if (!madt->lapic || !madt->nr_ioapics || !madt->ioapics[0].address ||
	    madt->ioapics[0].gsi_base)
		return "it names no I/O APIC for the first inputs";
	return NULL;
}
