// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/irq.h>
#include <bootmap/madt.h>
#include <string.h>

/* Behind the header: the address of the local APICs, flags, and the entries. */
#define LAPIC_ADDRESS 36
#define FIRST_ENTRY   44

enum entry_type { IO_APIC = 1, SOURCE_OVERRIDE = 2, LAPIC_OVERRIDE = 5 };

struct entry {
	u8 type;
	u8 length;
};

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
		      sizeof(struct lapic_override) == 12,
	      "as the specification lays them out");

#define FLAGS_ACTIVE_LOW 3 /* of two bits; 0: as the bus has it, on ISA high and by edge */
#define FLAGS_LEVEL	 (3 << 2)

static u32 type_of(u16 flags)
{
	bool low = (flags & 3) == FLAGS_ACTIVE_LOW;

	if ((flags & FLAGS_LEVEL) == FLAGS_LEVEL)
		return low ? IRQ_TYPE_LEVEL_LOW : IRQ_TYPE_LEVEL_HIGH;
	return low ? IRQ_TYPE_EDGE_FALLING : IRQ_TYPE_EDGE_RISING;
}

/* The bytes of an entry that we know. Return: false if it has fewer. */
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
	struct lapic_override lapic;

	switch (entry[0]) {
	case IO_APIC:
		if (!copy_entry(&io_apic, entry, sizeof(io_apic)))
			return false;
		if (!io_apic.gsi_base)
			madt->ioapic = io_apic.address;
		return true;
	case SOURCE_OVERRIDE:
		if (!copy_entry(&override, entry, sizeof(override)))
			return false;
		if (!override.bus && override.line < NR_ISA_IRQS)
			madt->isa[override.line] =
				(struct isa_irq){ override.gsi, type_of(override.flags) };
		return true;
	case LAPIC_OVERRIDE:
		if (!copy_entry(&lapic, entry, sizeof(lapic)))
			return false;
		madt->lapic = lapic.address;
		return true;
	}
	return true;
}

const char __init *madt_parse(struct madt *madt, const void *table, size_t length)
{
	const u8 *bytes = table;
	u32 lapic;

	if (length < FIRST_ENTRY)
		return "it is too short";
	memcpy(&lapic, bytes + LAPIC_ADDRESS, sizeof(lapic));
	*madt = (struct madt){ .lapic = lapic };
	for (u32 line = 0; line < NR_ISA_IRQS; line++)
		madt->isa[line] = (struct isa_irq){ line, IRQ_TYPE_EDGE_RISING };
	for (size_t at = FIRST_ENTRY; at < length; at += bytes[at + 1]) {
		if (length - at < sizeof(struct entry) || bytes[at + 1] > length - at)
			return "an entry reaches beyond its end";
		if (bytes[at + 1] < sizeof(struct entry) || !read_entry(madt, bytes + at))
			return "an entry is too short";
	}
	return madt->ioapic && madt->lapic ? NULL : "it names no I/O APIC for the first inputs";
}
