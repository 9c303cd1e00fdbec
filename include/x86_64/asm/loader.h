/* SPDX-License-Identifier: MIT */
/* What a boot protocol's reader fills in, and what it needs for that. */
#ifndef ASM_LOADER_H
#define ASM_LOADER_H

#include <bootmap/types.h>

/* A part of memory that the loader filled. */
struct loaded {
	phys_addr_t addr;
	u64 size;
};

#define MAX_CMDLINE_COPY 1024

/**
 * struct loader - what the loader told, in whatever protocol
 * @cmdline: the kernel's command line
 * @rsdp: physical address of ACPI's root pointer, 0 if not told
 * @info: the loader's own structure; copied, but still in use until boot is over
 * @initrd: the first module
 */
struct loader {
	char cmdline[MAX_CMDLINE_COPY];
	phys_addr_t rsdp;
	struct loaded info;
	struct loaded initrd;
};

extern struct loader loader;

/** pvh_read() - take over what a PVH loader passed. Return: NULL, or why it is unusable. */
const char *pvh_read(phys_addr_t start_info);

/** multiboot2_read() - the same for a Multiboot2 loader */
const char *multiboot2_read(phys_addr_t information);

#endif
