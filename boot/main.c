// SPDX-License-Identifier: MIT
/*
 * The boot order, as a table of contents. Each call asserts that its turn has come
 * (enum boot_stage) and says what it made reachable.
 */
#include <bootmap/bench.h>
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/experiments.h>
#include <bootmap/fixmap.h>
#include <bootmap/gpio.h>
#include <bootmap/memblock.h>
#include <bootmap/of.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/psci.h>
#include <bootmap/ptdump.h>
#include <bootmap/serial.h>
#include <bootmap/test.h>
#include <bootmap/traps.h>
#include <bootmap/vmalloc.h>

/* The tree, if all of it is memory: its last byte answers, too. */
static const void __init *reach_device_tree(phys_addr_t dt_phys, u32 *size, const char **why)
{
	const char *fdt = fixmap_remap_fdt(dt_phys, size, why);

	if (fdt)
		READ_ONCE(fdt[*size - 1]);
	return fdt;
}

/* Let FIX_FDT show the tree that the loader passed. */
static const void __init *map_device_tree(phys_addr_t dt_phys, u32 *size)
{
	const void *volatile fdt = NULL; /* volatile: it outlives a longjmp() */
	const char *why;
	struct trap trap;

	if (CATCH_TRAP(&trap, fdt = reach_device_tree(dt_phys, size, &why)))
		why = "nothing answers at that address";
	if (!fdt)
		panic("no usable device tree at 0x%lx: %s", dt_phys, why);
	boot_stage_enter(BOOT_FDT);
	return fdt;
}

static void __init read_device_tree(const void *fdt)
{
	const struct device_node *chosen;
	const char *why;

	if (of_unflatten(fdt, &why))
		panic("the device tree at 0x%lx is damaged: %s", boot_info.dt_phys, why);
	chosen = of_find_node("/chosen");
	cmdline_parse(chosen ? of_get_string(chosen, "bootargs") : NULL);
	psci_init();
}

static size_t span(const char *start, const char *end)
{
	return end - start;
}

/* What head.S and the calls so far have mapped, told once somebody can hear it. */
static void __init show_first_mappings(const void *fdt, u32 fdt_size)
{
	unsigned long console = fix_to_virt(FIX_EARLYCON_MEM_BASE);

	pr_info("bootmap: entered at EL%lu, image at physical 0x%lx, device tree at 0x%lx",
		boot_info.entry_el, boot_info.kernel_phys, boot_info.dt_phys);
	show_mapping_header();
	show_mapping("head.S", "identity page", boot_info.kernel_phys, PAGE_SIZE);
	show_mapping("head.S", "kernel text", (unsigned long)_head, span(_head, _etext));
	show_mapping("head.S", "kernel rodata", (unsigned long)_rodata, span(_rodata, _erodata));
	show_mapping("head.S", "kernel data", (unsigned long)_data, span(_data, boot_stack_guard));
	show_mapping("head.S", "guard page", (unsigned long)boot_stack_guard, PAGE_SIZE);
	show_mapping("head.S", "boot stack", (unsigned long)boot_stack, STACK_SIZE);
	show_mapping("head.S", "boot page tables", (unsigned long)boot_tables,
		     span(boot_tables, boot_tables_end));
	show_mapping("fixmap_remap_fdt", "device tree", (unsigned long)fdt, fdt_size);
	show_mapping("set_fixmap_io", "PL011 (console)", console, PAGE_SIZE);
	pr_info("early_ioremap: %d slots of %d pages at 0x%lx, bm_pte hooked into level2_fixmap_pgt[%d]",
		FIX_BTMAPS_SLOTS, NR_FIX_BTMAPS, BTMAP_VADDR, BTMAP_PMD_INDEX);
}

/* RAM as the tree tells it, and who holds parts of it. */
static void __init setup_machine(u32 fdt_size)
{
	boot_stage_enter(BOOT_MACHINE);
	pr_info("device tree: %u nodes", of_node_count());
	of_scan_memory();
	memblock_reserve(boot_info.kernel_phys, span(_head, _end), "kernel image");
	memblock_reserve(boot_info.dt_phys, fdt_size, "device tree");
	of_scan_reserved();
	memblock_dump_all();
	if (!memblock_phys_mem_size())
		panic("the device tree describes no memory: a /memory node with device_type and reg is needed");
}

static void end_of_boot(void)
{
	int leaks = check_early_ioremap_leak();

	early_ioremap_close();
	free_initmem();
	boot_stage_enter(BOOT_RUNNING);
	if (!leaks)
		pr_info("early_ioremap: all %d slots returned; from here on they are closed",
			FIX_BTMAPS_SLOTS);
}

/*
 * What the command line asks for, while the slots are still open: this is what the
 * tests test. Return: 0, or how much of it failed.
 */
static int run_jobs(void)
{
	int failures = 0;

	if (cmdline.demo)
		failures += led_demo() != 0;
	if (cmdline.experiment)
		run_experiment(cmdline.experiment);
	if (cmdline.selftest)
		failures += run_tests(cmdline.selftest);
	if (cmdline.bench)
		failures += run_bench(cmdline.bench);
	return failures;
}

void start_kernel(phys_addr_t dt_phys, phys_addr_t kernel_phys, u64 entry_el)
{
	const void *fdt;
	u32 fdt_size;
	int failures;

	boot_info = (struct boot_info){ dt_phys, kernel_phys, entry_el };

	fdt = map_device_tree(dt_phys, &fdt_size);
	early_ioremap_init();
	read_device_tree(fdt);
	earlycon_init();
	show_first_mappings(fdt, fdt_size);
	setup_machine(fdt_size);
	pl061_early_report();
	paging_init();
	mem_init();
	vmalloc_init();
	failures = run_jobs();
	end_of_boot();
	machine_off(failures != 0);
}
