/* SPDX-License-Identifier: MIT */
/* The loader's data, which the reader of each boot protocol fills in. */
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
 * struct loader - the loader's data, independent of the protocol
 * @cmdline: the kernel's command line
 * @rsdp: physical address of ACPI's root pointer, 0 if not given
 * @info: the loader's own structure, which is copied, but in use until the end of boot
 * @modules: the loaded modules, the first of them an initrd; grows in the brk
 * @nr_modules: number of modules
 * @max_modules: capacity of @modules
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
 * loader_add_module() - record a module
 * @start: its first byte
 * @end: the address after its last byte
 */
void loader_add_module(phys_addr_t start, phys_addr_t end);

/** loader_reserve_modules() - reserve the modules; an invalid one is reported and ignored */
void loader_reserve_modules(void);

/** pvh_read() - read the data of a PVH loader. Return: NULL, or why it is unusable. */
const char *pvh_read(phys_addr_t start_info);

/** multiboot2_read() - the same for a Multiboot2 loader */
const char *multiboot2_read(phys_addr_t information);

#endif
