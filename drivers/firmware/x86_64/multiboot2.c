// SPDX-License-Identifier: MIT
/*
 * Reads what a Multiboot2 loader, such as GRUB, passes to the kernel: a list of tags (Multiboot2
 * Specification 2.0, section 3.6). boot/x86_64/machine.c calls multiboot2_read().
 */
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>

#include <drivers/e820.h>
#include <drivers/loader.h>

#define TAG_END	    0
#define TAG_CMDLINE 1
#define TAG_MODULE  3
#define TAG_MEMMAP  6
#define TAG_RSDP_1  14
#define TAG_RSDP_2  15

#define TAG_ALIGN 8

/* Larger than the information of any loader. A larger one is damaged. */
#define MAX_SIZE (1 << 20)

struct header {
	u32 total_size;
	u32 reserved;
};

struct tag {
	u32 type;
	u32 size; /* with this header, without the padding after it */
};

struct memmap {
	struct tag tag;
	u32 entry_size;
	u32 entry_version;
};

struct memmap_entry {
	u64 addr;
	u64 size;
	u32 type;
	u32 reserved;
};

struct module {
	struct tag tag;
	u32 start;
	u32 end;
};

static void __init read_memmap(phys_addr_t addr, u32 tag_size)
{
	struct memmap map;
	struct memmap_entry entry;

	if (copy_from_early_mem(&map, addr, sizeof(map)) || map.entry_size < sizeof(entry) ||
	    map.entry_size > tag_size)
		return;
	for (u32 at = sizeof(map); at + sizeof(entry) <= tag_size; at += map.entry_size)
		if (!copy_from_early_mem(&entry, addr + at, sizeof(entry)))
			e820_add(entry.addr, entry.size, entry.type);
}

static void __init read_cmdline(phys_addr_t addr, u32 tag_size)
{
	u32 length = tag_size - sizeof(struct tag);

	if (length >= sizeof(loader.cmdline))
		length = sizeof(loader.cmdline) - 1;
	copy_from_early_mem(loader.cmdline, addr + sizeof(struct tag), length);
}

static void __init read_module(phys_addr_t addr)
{
	struct module module;

	if (!copy_from_early_mem(&module, addr, sizeof(module)))
		loader_add_module(module.start, module.end);
}

static void __init read_tag(phys_addr_t addr, const struct tag *tag)
{
	switch (tag->type) {
	case TAG_CMDLINE:
		read_cmdline(addr, tag->size);
		break;
	case TAG_MODULE:
		read_module(addr);
		break;
	case TAG_MEMMAP:
		read_memmap(addr, tag->size);
		break;
	case TAG_RSDP_1:
	case TAG_RSDP_2:
		/* The tag contains a copy. */
		loader.rsdp = addr + sizeof(*tag);
		break;
	}
}

const char __init *multiboot2_read(phys_addr_t information)
{
	struct header header;
	struct tag tag;

	if (copy_from_early_mem(&header, information, sizeof(header)))
		return "it cannot be read";
	if (header.total_size < sizeof(header) || header.total_size > MAX_SIZE)
		return "its size is invalid";
	loader.info = (struct loaded){ information, header.total_size };
	for (u32 at = sizeof(header); at + sizeof(tag) <= header.total_size;
	     at += ROUND_UP(tag.size, TAG_ALIGN)) {
		if (copy_from_early_mem(&tag, information + at, sizeof(tag)))
			return "it cannot be read";
		if (tag.type == TAG_END)
			return e820_table.count ? NULL : "it has no memory map";
		if (tag.size < sizeof(tag) || tag.size > header.total_size - at)
			return "one of its tags is damaged";
		read_tag(information + at, &tag);
	}
	return "it has no end";
}
