// SPDX-License-Identifier: MIT
/*
 * The files that a loader put into memory beside the kernel, in whatever protocol. pvh.c and
 * multiboot2.c note them here; boot/x86_64/machine.c then has memblock reserve them.
 */
#include <bootmap/brk.h>
#include <bootmap/compiler.h>
#include <drivers/memory_map.h>
#include <bootmap/printk.h>

#include <drivers/loader.h>

struct loader loader;

void __init loader_add_module(phys_addr_t start, phys_addr_t end)
{
	if (end < start) {
		pr_warn("loader: a module from 0x%lx to 0x%lx ends before it begins: ignored",
			start, end);
		return;
	}
	if (loader.nr_modules == loader.max_modules)
		loader.modules = brk_grow(loader.modules, &loader.max_modules,
					  sizeof(*loader.modules), "boot modules");
	loader.modules[loader.nr_modules++] = (struct loaded){ start, end - start };
}

void __init loader_reserve_modules(void)
{
	for (unsigned int i = 0; i < loader.nr_modules; i++)
		memory_map_loaded(i ? "boot module" : "initrd", loader.modules[i].addr,
				  loader.modules[i].size);
}
