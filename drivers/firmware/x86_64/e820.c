// SPDX-License-Identifier: MIT
/*
 * The memory map of a PC: ranges of physical addresses with a type each. The readers of the boot
 * protocols (pvh.c, multiboot2.c) add its entries. boot/x86_64/machine.c then passes the RAM on
 * to memblock, and everything else to the resource tree.
 */
#include <bootmap/brk.h>
#include <bootmap/bug.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <bootmap/slab.h>
#include <drivers/ioport.h>
#include <drivers/memory_map.h>
#include <string.h>

#include <drivers/e820.h>

struct e820_table e820_table;

void __init e820_add(phys_addr_t addr, u64 size, u32 type)
{
	if (!size) {
		pr_warn("e820: 0x%lx+0 (%s) ignored: it is empty", addr, e820_type_name(type));
		return;
	}
	if (size - 1 > ~addr) {
		pr_warn("e820: 0x%lx+0x%lx reaches beyond the end of the address space: cut", addr,
			size);
		size = ~addr + 1;
	}
	if (e820_table.count == e820_table.max)
		e820_table.entries =
			brk_grow(e820_table.entries, &e820_table.max, sizeof(*e820_table.entries),
				 "entries of the memory map");
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

void __init e820_print_table(void)
{
	for (unsigned int i = 0; i < e820_table.count; i++) {
		const struct e820_entry *entry = &e820_table.entries[i];

		pr_info("e820: 0x%010lx-0x%010lx %s", entry->addr, entry->addr + entry->size - 1,
			e820_type_name(entry->type));
	}
}

bool __init e820_is_ram(phys_addr_t addr)
{
	bool ram = false;

	for (unsigned int i = 0; i < e820_table.count; i++)
		if (addr - e820_table.entries[i].addr < e820_table.entries[i].size)
			ram = e820_table.entries[i].type == E820_RAM;
	return ram;
}

/* Memory that one entry lists as RAM and another one does not is not used. */
static void __init remove_other(const struct e820_entry *entry)
{
	if (!memblock_overlaps_memory(entry->addr, entry->size))
		return;
	pr_warn("e820: 0x%lx+0x%lx is RAM and %s: not used", entry->addr, entry->size,
		e820_type_name(entry->type));
	memory_map_no_ram("e820", entry->addr, entry->size);
}

/* Interrupt vectors of real mode, BIOS data, and data of loaders. */
#define LOW_MEMORY_END (1UL << 20)

void __init e820_reserve_low_memory(void)
{
	for (unsigned int i = 0; i < memblock.memory.cnt; i++) {
		const struct memblock_region *ram = &memblock.memory.regions[i];
		u64 room = LOW_MEMORY_END - ram->base;

		if (ram->base < LOW_MEMORY_END)
			memblock_reserve(ram->base, ram->size < room ? ram->size : room,
					 "low memory");
	}
}

void __init e820_to_memblock(void)
{
	for (unsigned int i = 0; i < e820_table.count; i++)
		if (e820_table.entries[i].type == E820_RAM)
			memory_map_ram("e820", e820_table.entries[i].addr,
				       e820_table.entries[i].size);
	for (unsigned int i = 0; i < e820_table.count; i++)
		if (e820_table.entries[i].type != E820_RAM)
			remove_other(&e820_table.entries[i]);
	memblock_trim_memory(PAGE_SIZE);
}

/* Every PC has these below 1 MiB, even if the memory map does not list them. */
#define VIDEO_RAM	0xa0000
#define VIDEO_RAM_SIZE	0x20000
#define VIDEO_ROM	0xc0000
#define SYSTEM_ROM	0xf0000
#define SYSTEM_ROM_SIZE 0x10000

/* An option ROM begins with two bytes of signature and the number of its blocks. */
#define ROM_HEADER    3
#define ROM_BLOCK     512
#define ROM_SIGNATURE "\x55\xaa"

/* A range that overlaps another one partly is reported. */
static void __init add_range(const char *name, phys_addr_t start, u64 size, u32 busy)
{
	struct resource *res = kmalloc(sizeof(*res));

	if (!res)
		panic("there is no memory to note the memory map");
	*res = (struct resource)DEFINE_RES_NAMED(start, size, name, IORESOURCE_MEM | busy);
	insert_resource(&iomem_resource, res);
}

/* Size of the graphics card's ROM; 0 without one. */
static u64 __init video_rom_size(void)
{
	const u8 *rom = memremap(VIDEO_ROM, ROM_HEADER, MEMREMAP_WB);
	u64 size = 0;

	if (rom && !memcmp(rom, ROM_SIGNATURE, strlen(ROM_SIGNATURE)))
		size = rom[ROM_HEADER - 1] * ROM_BLOCK;
	memunmap(rom);
	return size;
}

static void __init add_legacy_ranges(void)
{
	u64 size = video_rom_size();

	add_range("Video RAM area", VIDEO_RAM, VIDEO_RAM_SIZE, IORESOURCE_BUSY);
	if (size)
		add_range("Video ROM", VIDEO_ROM, size, IORESOURCE_BUSY);
	add_range("System ROM", SYSTEM_ROM, SYSTEM_ROM_SIZE, IORESOURCE_BUSY);
}

void __init e820_reserve_resources(void)
{
	if (!memblock_overlaps_memory(VIDEO_RAM, SYSTEM_ROM + SYSTEM_ROM_SIZE - VIDEO_RAM))
		add_legacy_ranges();
	for (unsigned int i = 0; i < e820_table.count; i++) {
		const struct e820_entry *entry = &e820_table.entries[i];
		bool busy = entry->type >= E820_ACPI && entry->type <= E820_UNUSABLE;

		if (entry->type != E820_RAM)
			add_range(e820_type_name(entry->type), entry->addr, entry->size,
				  busy ? IORESOURCE_BUSY : 0);
	}
}
