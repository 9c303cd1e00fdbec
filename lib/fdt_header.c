// SPDX-License-Identifier: MIT
/*
 * Checks the pointer to a device tree, and the tree's header, before the tree is mapped as a
 * whole. Each function returns an objection in words, or NULL. fixmap_remap_fdt() in mm/fixmap.c
 * calls them; a build without MMU calls them from mm/nommu/.
 */
#include <bootmap/fdt_header.h>
#include <bootmap/fixmap.h>

#define FDT_MAGIC	0xd00dfeed
#define FDT_HEADER_SIZE 40 /* all of it must be mapped before its fields are read */

static u32 be32_at(const void *p)
{
	const u8 *byte = p;

	return (u32)byte[0] << 24 | byte[1] << 16 | byte[2] << 8 | byte[3];
}

const char *fdt_pointer_objection(phys_addr_t dt_phys)
{
	if (!dt_phys)
		return "no pointer to a tree was passed";
	if (dt_phys % 8)
		return "it is not 8-byte aligned";
	if (!phys_addr_valid(dt_phys) || !phys_addr_valid(dt_phys + MAX_FDT_SIZE))
		return "it lies beyond the CPU's physical addresses";
	return NULL;
}

const char *fdt_header_objection(const void *fdt, u32 *size)
{
	*size = be32_at((const u8 *)fdt + 4);
	if (be32_at(fdt) != FDT_MAGIC)
		return "its magic number is wrong";
	if (*size > MAX_FDT_SIZE)
		return "it claims to be larger than 2 MiB";
	if (*size < FDT_HEADER_SIZE)
		return "it claims to be shorter than its header";
	return NULL;
}
