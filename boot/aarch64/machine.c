// SPDX-License-Identifier: MIT
/*
 * Machines that a device tree describes. The functions of bootmap/machine.h for AArch64: the tree is
 * mapped, read, and asked for RAM, reservations and devices. start_kernel() calls them in their order.
 */
#include <bootmap/boot.h>
#include <bootmap/bug.h>
#include <bootmap/cmdline.h>
#include <bootmap/fixmap.h>
#include <bootmap/machine.h>
#include <bootmap/memblock.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <bootmap/traps.h>
#include <drivers/gpio.h>
#include <drivers/of.h>
#include <drivers/platform_device.h>
#include <drivers/psci.h>
#include <drivers/serial.h>
#include <errno.h>

static const void *fdt;
static u32 fdt_size;

/* Maps the device tree, and reads its last byte to check that all of it is memory. */
static const void __init *reach_device_tree(phys_addr_t dt_phys, u32 *size, const char **why)
{
	const char *tree = fixmap_remap_fdt(dt_phys, size, why);

	if (tree)
		READ_ONCE(tree[*size - 1]);
	return tree;
}

/* Maps the device tree at FIX_FDT. */
void __init machine_reach_firmware(void)
{
	phys_addr_t dt_phys = boot_info.firmware;
	const void *volatile tree = NULL; /* volatile: used after a longjmp() */
	const char *why;
	struct trap trap;

	if (CATCH_TRAP(&trap, tree = reach_device_tree(dt_phys, &fdt_size, &why)))
		why = "nothing answers at that address";
	if (!tree)
		panic("no usable device tree at 0x%lx: %s", dt_phys, why);
	fdt = tree;
	boot_stage_enter(BOOT_FIRMWARE);
}

void __init machine_read_firmware(void)
{
	const struct device_node *chosen;
	const char *why;

	if (of_unflatten(fdt, &why))
		panic("the device tree at 0x%lx is damaged: %s", boot_info.firmware, why);
	chosen = of_find_node("/chosen");
	cmdline_parse(chosen ? of_get_string(chosen, "bootargs") : NULL);
	psci_init(leave_higher_levels);
}

void __init machine_show_entry(void)
{
	pr_info("bootmap: entered at EL%lu, image at physical 0x%lx, device tree at 0x%lx",
		boot_info.entry, boot_info.kernel_phys, boot_info.firmware);
}

void __init machine_show_mappings(void)
{
	show_mapping("fixmap_remap_fdt", "device tree", (unsigned long)fdt, fdt_size);
	earlycon_show_mapping();
}

/* Passes to memblock the RAM that the tree describes, and the ranges that are in use. */
void __init machine_scan_memory(void)
{
	pr_info("device tree: %u nodes", of_node_count());
	of_scan_memory();
	if (!memblock_phys_mem_size())
		panic("the device tree describes no memory: a /memory node with device_type and reg is needed");
	memblock_reserve(boot_info.firmware, fdt_size, "device tree");
	of_scan_reserved();
}

void __init machine_early_users(void)
{
	gpio_early_report();
}

void __init machine_add_devices(void)
{
	of_platform_populate();
}

int machine_demo(void)
{
	int err = gpio_led_demo();

	return err == -ENODEV ? 0 : err; /* without a GPIO controller, as has been said */
}
