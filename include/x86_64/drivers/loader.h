/* SPDX-License-Identifier: MIT */
/* What a boot protocol's reader fills in, and what it needs for that. */
#ifndef DRIVERS_LOADER_H
#define DRIVERS_LOADER_H

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
 * @modules: whatever else the loader brought, the first of them an initrd; grows in the brk
 * @nr_modules: how many
 * @max_modules: for how many there is room
 */
struct loader {
	char cmdline[MAX_CMDLINE_COPY];
	phys_addr_t rsdp;
	struct loaded info;
	struct loaded *modules;
	unsigned int nr_modules;
	unsigned int max_modules;
};

extern struct loader loader;

/**
 * loader_add_module() - note what the loader brought
 * @start: its first byte
 * @end: behind its last one
 */
void loader_add_module(phys_addr_t start, phys_addr_t end);

/** loader_reserve_modules() - tell memblock of them; what makes no sense is named and ignored */
void loader_reserve_modules(void);

/** pvh_read() - take over what a PVH loader passed. Return: NULL, or why it is unusable. */
const char *pvh_read(phys_addr_t start_info);

/** multiboot2_read() - the same for a Multiboot2 loader */
const char *multiboot2_read(phys_addr_t information);

#endif
