// SPDX-License-Identifier: MIT
/*
 * The boot order: head.S calls start_kernel(), which calls each part of boot in turn. A call
 * that completes a stage of boot enters that stage (enum boot_stage). Entering a stage in the
 * wrong order is a BUG(). Each part prints what it has made reachable.
 */
#include <bootmap/boot.h>
#include <bootmap/brk.h>
#include <bootmap/cmdline.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fixmap.h>
#include <bootmap/irq.h>
#include <bootmap/ktime.h>
#include <bootmap/machine.h>
#include <bootmap/machine_state.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/paging.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/vmalloc.h>
#include <drivers/ioport.h>
#include <drivers/memory_picture.h>
#include <drivers/platform_device.h>
#include <drivers/serial.h>
#include <experiments/echo.h>
#include <experiments/experiments.h>
#include <monitor/monitor.h>
#include <tests/bench.h>
#include <tests/test.h>

#include <asm/processor.h>

static void heading(const char *phase)
{
	pr_info("---[ %s ]---", phase);
}

static size_t span(const char *start, const char *end)
{
	return end - start;
}

/* Prints the mappings made by head.S and by the calls so far, as soon as there is a console. */
static void __init show_first_mappings(void)
{
	machine_show_entry();
	heading("what is mapped so far");
	show_mapping_header();
	if (CONFIG_MMU)
		show_mapping("head.S", "identity page", boot_info.kernel_phys, PAGE_SIZE);
	show_mapping("head.S", "kernel text", (unsigned long)_head, span(_head, _etext));
	show_mapping("head.S", "kernel rodata", (unsigned long)_rodata, span(_rodata, _erodata));
	show_mapping("head.S", "kernel data", (unsigned long)_data, span(_data, boot_stack_guard));
	if (CONFIG_MMU)
		show_mapping("head.S", "guard page", (unsigned long)boot_stack_guard, PAGE_SIZE);
	show_mapping("head.S", "boot stack", (unsigned long)boot_stack, STACK_SIZE);
	if (CONFIG_MMU)
		show_mapping("head.S", "page tables", (unsigned long)boot_tables,
			     span(boot_tables, boot_tables_end));
	machine_show_mappings();
	early_ioremap_report();
}

/* Passes to memblock the RAM that firmware describes, and the ranges that are in use. */
static void __init setup_machine(void)
{
	heading("memory that firmware describes");
	memblock_reserve(boot_info.kernel_phys, span(_head, _end), "kernel image");
	machine_scan_memory();
	brk_settle();
	memblock_dump_all();
	boot_stage_enter(BOOT_MACHINE);
}

static void __init early_users(void)
{
	heading("devices before there is an allocator");
	machine_early_users();
	boot_stage_enter(BOOT_EARLY_USERS);
}

/*
 * Calls the probe function of each device's driver. A driver may wait for an interrupt controller
 * that does not appear. Such drivers are probed a second time, and then poll their devices.
 */
static void __init bind_drivers(void)
{
	unsigned int waiting;

	heading("devices and their drivers");
	machine_add_devices();
	waiting = platform_probe_devices();
	irq_no_more_controllers();
	if (waiting)
		platform_probe_devices();
	if (!clockevents_available())
		pr_warn("time: no timer with a driver: sleeping keeps the core busy");
	boot_stage_enter(BOOT_DRIVERS);
}

static void end_of_boot(void)
{
	heading("the end of boot");
	check_early_ioremap_leak();
	early_ioremap_close();
	free_initmem();
	boot_stage_enter(BOOT_RUNNING);
	memory_picture_redraw();
}

static bool has_job(void)
{
	return cmdline.demo || cmdline.echo || cmdline.experiment || cmdline.selftest ||
	       cmdline.bench;
}

/*
 * Runs what the command line requests. The early slots are open again meanwhile, because
 * the tests use them. Return: the number of jobs that failed, 0 if none did.
 */
static int run_jobs(void)
{
	int failures = 0;

	early_ioremap_setup();
	memory_picture_redraw();
	if (has_job())
		heading("jobs of the command line");
	if (cmdline.demo) {
		failures += machine_demo() != 0;
		pr_info("iomem, who owns which physical addresses:");
		show_iomem();
		pr_info("ioports, the same for I/O ports:");
		show_ioports();
	}
	if (cmdline.echo)
		run_echo();
	if (cmdline.selftest)
		failures += run_tests(cmdline.selftest);
	if (cmdline.bench)
		failures += run_bench(cmdline.bench);
	return failures;
}

/* From here on, only interrupt handlers run. */
static void __noreturn wait_for_power_button(void)
{
	pr_info("waiting: the power button ends this");
	while (true)
		wait_for_interrupt();
}

void start_kernel(phys_addr_t firmware, phys_addr_t kernel_phys, u64 entry)
{
	int failures;

	boot_info = (struct boot_info){ firmware, kernel_phys, entry };

	brk_avoid(firmware);
	machine_reach_firmware();
	early_ioremap_init();
	machine_read_firmware();
	earlycon_init();
	enable_hardware_errors();
	show_first_mappings();
	setup_machine();
	early_users();
	heading(CONFIG_MMU ? "translation tables for all memory" : "no MMU, no tables");
	paging_init();
	early_ioremap_reset();
	mem_init();
	brk_close();
	vmalloc_init();
	request_standard_resources();
	bind_drivers();
	machine_state = MACHINE_WORKS;
	failures = run_jobs();
	end_of_boot();
	if (cmdline.experiment)
		failures += run_job(run_experiment, cmdline.experiment);
	if (cmdline.wait)
		wait_for_power_button();
	if (cmdline.reboot && !failures) {
		machine_restart();
		failures++; /* the restart failed */
	}
	if (cmdline.poweroff || cmdline.reboot || has_job())
		machine_off(failures != 0);
	run_monitor();
}
