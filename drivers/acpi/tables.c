// SPDX-License-Identifier: MIT
/*
 * Finds and checks ACPI's tables (ACPI Specification 6.5, 5.2), records their addresses, and
 * reserves their memory. boot/x86_64/machine.c calls acpi_tables_init(). Drivers then find a
 * table by its signature with acpi_find_table() and read it with acpi_read().
 */
#include <bootmap/brk.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <drivers/acpi.h>
#include <errno.h>
#include <string.h>

#define RSDP_SIZE_1 20 /* bytes that the checksum of revision 0 covers */
#define RSDP_SIZE_2 36

/* Larger than any real table. A table with a larger size is damaged. */
#define MAX_TABLE_SIZE (1 << 20)

struct rsdp {
	char signature[8];
	u8 checksum;
	char oem[6];
	u8 revision;
	u32 rsdt;
	u32 length;
	u64 xsdt;
} __attribute__((packed));

struct header {
	char signature[4];
	u32 length;
	u8 revision;
	u8 checksum;
	char oem[26];
};

static_assert(sizeof(struct rsdp) == 32, "up to the field that is used last");
static_assert(sizeof(struct header) == 36, "as the specification lays it out");

/* Grows in the brk. */
static struct noted_table {
	char signature[4];
	struct acpi_table table;
} * tables;
static unsigned int table_count, max_tables;

bool __init acpi_checksum_ok(phys_addr_t phys, size_t size)
{
	u8 bytes[64], sum = 0;

	while (size) {
		size_t step = sizeof(bytes);

		if (step > size)
			step = size;
		if (copy_from_early_mem(bytes, phys, step))
			return false;
		for (size_t i = 0; i < step; i++)
			sum += bytes[i];
		phys += step;
		size -= step;
	}
	return !sum;
}

/* Return: why the table is unusable, or NULL. */
static const char __init *table_objection(phys_addr_t phys, struct header *header)
{
	if (copy_from_early_mem(header, phys, sizeof(*header)))
		return "it cannot be read";
	if (header->length < sizeof(*header) || header->length > MAX_TABLE_SIZE)
		return "its length is invalid";
	if (!acpi_checksum_ok(phys, header->length))
		return "its checksum is wrong";
	return NULL;
}

/* The memory map may list the tables as RAM, which must not be allocated. */
static void __init reserve(phys_addr_t phys, u32 length)
{
	if (memblock_overlaps_memory(phys, length))
		memblock_reserve(phys, length, "ACPI tables");
}

/* Offsets in the FADT (5.2.9) of the addresses of FACS and DSDT: 32 bits; in longer tables 64. */
static const struct {
	u8 offset;
	u8 width;
} fadt_pointers[] = { { 36, 4 }, { 40, 4 }, { 132, 8 }, { 140, 8 } };

/*
 * The root table does not list these two. The FACS has no checksum, but has its length there, too.
 */
static void __init reserve_tables_of_fadt(phys_addr_t fadt, u32 length)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(fadt_pointers); i++) {
		u32 end = fadt_pointers[i].offset + fadt_pointers[i].width;
		struct header header;
		u64 phys = 0;

		if (end > length || copy_from_early_mem(&phys, fadt + fadt_pointers[i].offset,
							fadt_pointers[i].width))
			return;
		if (phys && !copy_from_early_mem(&header, phys, sizeof(header)) &&
		    header.length <= MAX_TABLE_SIZE)
			reserve(phys, header.length);
	}
}

static void __init note_table(phys_addr_t phys, const struct header *header)
{
	struct noted_table *table;

	if (table_count == max_tables)
		tables = brk_grow(tables, &max_tables, sizeof(*tables), "ACPI tables");
	table = &tables[table_count++];
	memcpy(table->signature, header->signature, sizeof(header->signature));
	table->table = (struct acpi_table){ phys, header->length };
}

static void __init add_table(phys_addr_t phys)
{
	struct header header;
	const char *why = table_objection(phys, &header);

	if (why) {
		pr_warn("acpi: table at 0x%lx ignored: %s", phys, why);
		return;
	}
	note_table(phys, &header);
	reserve(phys, header.length);
	if (!memcmp(header.signature, "FACP", sizeof(header.signature)))
		reserve_tables_of_fadt(phys, header.length);
	pr_info("acpi: %.4s at 0x%lx, %u bytes", header.signature, phys, header.length);
}

/* Takes all tables that a root table lists; its entries are @width bytes wide. */
static int __init read_root(phys_addr_t phys, const char *signature, unsigned int width,
			    void (*take)(phys_addr_t table))
{
	struct header header;
	const char *why = table_objection(phys, &header);

	if (!why && memcmp(header.signature, signature, sizeof(header.signature)))
		why = "it is something else";
	if (why) {
		pr_warn("acpi: no usable %s at 0x%lx: %s", signature, phys, why);
		return -EINVAL;
	}
	reserve(phys, header.length);
	for (u32 at = sizeof(header); at + width <= header.length; at += width) {
		u64 table = 0;

		if (!copy_from_early_mem(&table, phys + at, width))
			take(table);
	}
	return 0;
}

/* Revision 0 ends before the length. The part that revision 2 added has its own checksum. */
static bool __init is_extended(phys_addr_t phys, const struct rsdp *rsdp)
{
	if (rsdp->revision < 2 || !rsdp->xsdt)
		return false;
	if (acpi_checksum_ok(phys, RSDP_SIZE_2))
		return true;
	pr_warn("acpi: the checksum of the root pointer's newer half is wrong: not used");
	return false;
}

/* If the newer root table is unusable, the older one is used. */
int __init acpi_walk_tables(phys_addr_t phys, void (*take)(phys_addr_t table))
{
	struct rsdp rsdp;

	if (copy_from_early_mem(&rsdp, phys, sizeof(rsdp)) ||
	    memcmp(rsdp.signature, "RSD PTR ", 8)) {
		pr_warn("acpi: there is no root pointer at 0x%lx", phys);
		return -EINVAL;
	}
	if (!acpi_checksum_ok(phys, RSDP_SIZE_1)) {
		pr_warn("acpi: the root pointer at 0x%lx is damaged: its checksum is wrong", phys);
		return -EINVAL;
	}
	reserve(phys, sizeof(rsdp));
	pr_info("acpi: root pointer at 0x%lx, revision %u", phys, rsdp.revision);
	if (is_extended(phys, &rsdp) && !read_root(rsdp.xsdt, "XSDT", sizeof(u64), take))
		return 0;
	return read_root(rsdp.rsdt, "RSDT", sizeof(u32), take);
}

int __init acpi_tables_init(phys_addr_t rsdp)
{
	return acpi_walk_tables(rsdp, add_table);
}

struct acpi_table acpi_find_table(const char *signature)
{
	for (unsigned int i = 0; i < table_count; i++)
		if (!memcmp(tables[i].signature, signature, sizeof(tables[i].signature)))
			return tables[i].table;
	return (struct acpi_table){ 0, 0 };
}

/* Uses early_ioremap() until ioremap() works. */
static bool copy_from_table(void *dst, phys_addr_t phys, size_t size)
{
	const void *memory;

	if (!vmalloc_ready())
		return !copy_from_early_mem(dst, phys, size);
	memory = memremap(phys, size, MEMREMAP_WB);
	if (memory)
		memcpy(dst, memory, size);
	memunmap(memory);
	return memory;
}

bool acpi_read(void *dst, const struct acpi_table *table, u32 offset, size_t size)
{
	return offset <= table->length && size <= table->length - offset &&
	       copy_from_table(dst, table->phys + offset, size);
}
