// SPDX-License-Identifier: MIT
/*
 * Reads what a loader passes by PVH, the boot protocol of Xen that QEMU's -kernel uses (Xen,
 * public/arch-x86/hvm/start_info.h). boot/x86_64/machine.c calls pvh_read().
 */
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/printk.h>

#include <drivers/e820.h>
#include <drivers/loader.h>

#define START_MAGIC    0x336ec578
#define MEMMAP_VERSION 1 /* the first version with a memory map */

struct start_info {
	u32 magic;
	u32 version;
	u32 flags;
	u32 nr_modules;
	u64 modlist;
	u64 cmdline;
	u64 rsdp;
	u64 memmap;
	u32 memmap_entries;
	u32 reserved;
};

struct module_entry {
	u64 addr;
	u64 size;
	u64 cmdline;
	u64 reserved;
};

struct memmap_entry {
	u64 addr;
	u64 size;
	u32 type;
	u32 reserved;
};

static_assert(sizeof(struct start_info) == 56, "as the protocol lays it out");
static_assert(sizeof(struct memmap_entry) == 24, "as the protocol lays it out");

static const char __init *read_memmap(const struct start_info *info)
{
	struct memmap_entry entry;

	if (info->version < MEMMAP_VERSION || !info->memmap || !info->memmap_entries)
		return "it has no memory map";
	if (info->memmap_entries > E820_MAX_SIZE / sizeof(entry))
		return "its memory map has too many entries";
	for (u32 i = 0; i < info->memmap_entries; i++) {
		if (copy_from_early_mem(&entry, info->memmap + i * sizeof(entry), sizeof(entry)))
			return "its memory map cannot be read";
		e820_add(entry.addr, entry.size, entry.type);
	}
	return NULL;
}

/* More than any loader passes. A larger number is damaged. */
#define MAX_MODULES 4096

static void __init read_modules(const struct start_info *info)
{
	struct module_entry module;

	if (info->nr_modules > MAX_MODULES) {
		pr_warn("loader: %u modules ignored: no loader brings so many", info->nr_modules);
		return;
	}
	for (u32 i = 0; i < info->nr_modules; i++)
		if (!copy_from_early_mem(&module, info->modlist + i * sizeof(module),
					 sizeof(module)))
			loader_add_module(module.addr, module.addr + module.size);
}

const char __init *pvh_read(phys_addr_t start_info)
{
	struct start_info info;

	if (copy_from_early_mem(&info, start_info, sizeof(info)))
		return "it cannot be read";
	if (info.magic != START_MAGIC)
		return "its magic number is wrong";
	loader.info = (struct loaded){ start_info, sizeof(info) };
	loader.rsdp = info.rsdp;
	if (info.cmdline)
		copy_from_early_mem(loader.cmdline, info.cmdline, sizeof(loader.cmdline) - 1);
	read_modules(&info);
	return read_memmap(&info);
}
