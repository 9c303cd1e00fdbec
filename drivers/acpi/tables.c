// SPDX-License-Identifier: MIT
#include <bootmap/acpi.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ioremap.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <string.h>

#define RSDP_SIZE_1 20 /* what the checksum of revision 0 covers */
#define RSDP_SIZE_2 36

/* More than any real table: what claims to be larger is damaged. */
#define MAX_TABLE_SIZE (1 << 20)

#define MAX_TABLES 32

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

static struct {
	char signature[4];
	struct acpi_table table;
} tables[MAX_TABLES];
static unsigned int table_count;

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

/* Why there is no table, in words; NULL if there is one. */
static const char __init *table_objection(phys_addr_t phys, struct header *header)
{
	if (copy_from_early_mem(header, phys, sizeof(*header)))
		return "it cannot be read";
	if (header->length < sizeof(*header) || header->length > MAX_TABLE_SIZE)
		return "its length makes no sense";
	if (!acpi_checksum_ok(phys, header->length))
		return "its checksum is wrong";
	return NULL;
}

static void __init add_table(phys_addr_t phys)
{
	struct header header;
	const char *why = table_objection(phys, &header);

	if (!why && table_count == MAX_TABLES)
		why = "there are too many";
	if (why) {
		pr_warn("acpi: table at 0x%lx ignored: %s", phys, why);
		return;
	}
	memcpy(tables[table_count].signature, header.signature, sizeof(header.signature));
	tables[table_count++].table = (struct acpi_table){ phys, header.length };
	pr_info("acpi: %.4s at 0x%lx, %u bytes", header.signature, phys, header.length);
}

/* All tables to which a root table leads; its entries are @width bytes wide. */
static int __init read_root(phys_addr_t phys, const char *signature, unsigned int width)
{
	struct header header;
	const char *why = table_objection(phys, &header);

	if (!why && memcmp(header.signature, signature, sizeof(header.signature)))
		why = "it is something else";
	if (why) {
		pr_warn("acpi: no usable %s at 0x%lx: %s", signature, phys, why);
		return -EINVAL;
	}
	for (u32 at = sizeof(header); at + width <= header.length; at += width) {
		u64 table = 0;

		if (!copy_from_early_mem(&table, phys + at, width))
			add_table(table);
	}
	return 0;
}

/* Revision 0 ends before the length; what revision 2 added has a checksum of its own. */
static bool __init is_extended(phys_addr_t phys, const struct rsdp *rsdp)
{
	if (rsdp->revision < 2 || !rsdp->xsdt)
		return false;
	if (acpi_checksum_ok(phys, RSDP_SIZE_2))
		return true;
	pr_warn("acpi: the checksum of the root pointer's newer half is wrong: not used");
	return false;
}

/* Where the newer root table cannot be used the older one serves. */
int __init acpi_tables_init(phys_addr_t phys)
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
	pr_info("acpi: root pointer at 0x%lx, revision %u", phys, rsdp.revision);
	if (is_extended(phys, &rsdp) && !read_root(rsdp.xsdt, "XSDT", sizeof(u64)))
		return 0;
	return read_root(rsdp.rsdt, "RSDT", sizeof(u32));
}

struct acpi_table acpi_find_table(const char *signature)
{
	for (unsigned int i = 0; i < table_count; i++)
		if (!memcmp(tables[i].signature, signature, sizeof(tables[i].signature)))
			return tables[i].table;
	return (struct acpi_table){ 0, 0 };
}

/* By slots of early_ioremap() until there is something better. */
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
