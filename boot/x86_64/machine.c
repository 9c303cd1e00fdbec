// SPDX-License-Identifier: MIT
/*
 * PCs, and what QEMU makes of them: q35, pc, microvm. The functions of bootmap/machine.h for x86-64: the
 * loader's information, its memory map and the ACPI tables take the place of a device tree.
 * start_kernel() calls them in their order.
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/machine.h>
#include <bootmap/memblock.h>
#include <drivers/memory_map.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>
#include <drivers/acpi.h>
#include <drivers/hpet.h>
#include <drivers/keyboard.h>
#include <errno.h>
#include <string.h>

#include <asm/boot_protocol.h>
#include <asm/counter.h>
#include <asm/mce.h>
#include <asm/mtrr.h>
#include <drivers/apic.h>
#include <drivers/e820.h>
#include <drivers/loader.h>
#include <drivers/pc.h>
#include <drivers/restart.h>

static bool by_pvh(void)
{
	return boot_info.entry == BOOT_PVH;
}

static const char *protocol_name(void)
{
	return by_pvh() ? "PVH" : "Multiboot2";
}

/* Nothing to map here: early_ioremap() will map the loader's information later. */
void __init machine_reach_firmware(void)
{
	counter_calibration = pit_measure_counter;
	boot_stage_enter(BOOT_FIRMWARE);
}

void __init machine_read_firmware(void)
{
	const char *why =
		by_pvh() ? pvh_read(boot_info.firmware) : multiboot2_read(boot_info.firmware);

	if (why)
		panic("no usable %s information at 0x%lx: %s", protocol_name(), boot_info.firmware,
		      why);
	cmdline_parse(loader.cmdline);
}

void __init machine_show_entry(void)
{
	pr_info("bootmap: entered by %s, image at physical 0x%lx, information at 0x%lx",
		protocol_name(), boot_info.kernel_phys, boot_info.firmware);
	if (!(boot_cpu.pte_mask & PTE_NX))
		pr_warn("this CPU cannot forbid execution: what is writable is also executable");
	mtrr_init();
	mce_init();
}

/* No mappings besides those of head.S: the console uses I/O ports. */
void __init machine_show_mappings(void)
{
}

static bool has_acpi;

/* ACPI's tables may be in RAM, so they are reserved before RAM is allocated. */
static void __init scan_acpi(void)
{
	phys_addr_t rsdp = loader.rsdp ? loader.rsdp : acpi_find_rsdp();

	if (rsdp)
		has_acpi = !acpi_tables_init(rsdp);
	else
		pr_info("acpi: there is no root pointer");
}

void __init machine_scan_memory(void)
{
	e820_print_table();
	e820_to_memblock();
	if (!memblock_phys_mem_size())
		panic("the memory map has no RAM in it");
	memory_map_reserve("boot information", loader.info.addr, loader.info.size);
	loader_reserve_modules();
	e820_reserve_low_memory();
	scan_acpi();
}

/* Maps tables, which are memory, and the HPET, which is a device. */
void __init machine_early_users(void)
{
	if (has_acpi) {
		acpi_fadt_init();
		acpi_sleep_init();
		acpi_reset_init();
		hpet_early_report();
	}
	apic_early_init();
}

void __init machine_add_devices(void)
{
	e820_reserve_resources();
	pc_restart_init();
	pc_add_devices();
}

int machine_demo(void)
{
	int err = keyboard_led_demo();

	if (err == -ENODEV)
		return 0; /* its driver has said so */
	if (err)
		pr_warn("led: the keyboard does not answer");
	return err;
}

/* Makes the kernel flush the TLB as on a CPU without INVLPG. */
static void __init forbid_invlpg(const char *value __attribute__((unused)))
{
	boot_cpu.invlpg = false;
}
CMDLINE_OPTION("noinvlpg", forbid_invlpg);
