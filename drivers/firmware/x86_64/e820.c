// SPDX-License-Identifier: MIT
#include <bootmap/memblock.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>

#include <asm/e820.h>

struct e820_table e820_table;

void __init e820_add(phys_addr_t addr, u64 size, u32 type)
{
	if (!size)
		return;
	if (e820_table.count == E820_MAX_ENTRIES)
		pr_warn("e820: no room to note 0x%lx+0x%lx (%s)", addr, size, e820_type_name(type));
	else
		e820_table.entries[e820_table.count++] = (struct e820_entry){ addr, size, type };
}

const char *e820_type_name(u32 type)
{
	switch (type) {
	case E820_RAM:
		return "System RAM";
	case E820_ACPI:
		return "ACPI Tables";
	case E820_NVS:
		return "ACPI Non-volatile Storage";
	case E820_UNUSABLE:
		return "Unusable memory";
	default:
		return "reserved";
	}
}

static void __init add_ram(const struct e820_entry *entry)
{
	phys_addr_t limit = BIT(phys_addr_bits());
	u64 size = entry->size;

	if (entry->addr >= limit || size > limit - entry->addr) {
		pr_warn("e820: 0x%lx+0x%lx reaches beyond this CPU's %u address bits: cut",
			entry->addr, size, phys_addr_bits());
		if (entry->addr >= limit)
			return;
		size = limit - entry->addr;
	}
	if (memblock_overlaps_memory(entry->addr, size))
		pr_warn("e820: 0x%lx+0x%lx overlaps RAM that was known before", entry->addr, size);
	memblock_add(entry->addr, size);
}

/* In doubt for caution: what one entry calls RAM and another one does not is none. */
static void __init remove_other(const struct e820_entry *entry)
{
	if (!memblock_overlaps_memory(entry->addr, entry->size))
		return;
	pr_warn("e820: 0x%lx+0x%lx is RAM and %s: not used", entry->addr, entry->size,
		e820_type_name(entry->type));
	memblock_remove(entry->addr, entry->size);
}

void __init e820_to_memblock(void)
{
	for (unsigned int i = 0; i < e820_table.count; i++)
		if (e820_table.entries[i].type == E820_RAM)
			add_ram(&e820_table.entries[i]);
	for (unsigned int i = 0; i < e820_table.count; i++)
		if (e820_table.entries[i].type != E820_RAM)
			remove_other(&e820_table.entries[i]);
}
