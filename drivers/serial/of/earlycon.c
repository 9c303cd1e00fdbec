// SPDX-License-Identifier: MIT
#include <bootmap/bug.h>
#include <bootmap/boot.h>
#include <bootmap/cmdline.h>
#include <bootmap/fixmap.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/of.h>
#include <bootmap/printk.h>
#include <bootmap/serial.h>
#include <string.h>

/* The address in earlycon=pl011,ADDR. */
static phys_addr_t __init address_from_cmdline(const char *option)
{
	static const char name[] = "pl011,";
	phys_addr_t phys;

	if (strncmp(option, name, strlen(name)))
		panic("earlycon=%s: unknown console, only pl011,ADDR is known", option);
	option += strlen(name);
	if (kstrtoul(option, &phys))
		panic("earlycon=pl011,%s: that is not an address", option);
	return phys;
}

/* The address of the UART that /chosen/stdout-path names. */
static phys_addr_t __init address_from_tree(void)
{
	const struct device_node *chosen = of_find_node("/chosen"), *node;
	const char *path = chosen ? of_get_string(chosen, "stdout-path") : NULL;
	phys_addr_t phys;

	if (!path)
		panic("the device tree names no console: /chosen/stdout-path is missing");
	node = of_find_node(path);
	if (!node)
		panic("/chosen/stdout-path leads to nothing: %s", path);
	if (!of_is_compatible(node, "arm,pl011"))
		panic("/chosen/stdout-path names %s, which is no PL011: unknown console", path);
	if (of_get_address(node, 0, &phys, NULL))
		panic("the console %s has no usable address in the device tree", path);
	return phys;
}

void __init earlycon_init(void)
{
	phys_addr_t phys =
		cmdline.earlycon ? address_from_cmdline(cmdline.earlycon) : address_from_tree();

	if (!phys_addr_valid(phys))
		panic("the console's address 0x%lx is beyond this CPU's physical addresses", phys);
	if (pl011_console_init(set_fixmap_offset_io(FIX_EARLYCON_MEM_BASE, phys)))
		panic("there is no PL011 at 0x%lx", phys);
	pr_info("console: PL011 at 0x%lx, through FIX_EARLYCON_MEM_BASE", phys);
	boot_stage_enter(BOOT_CONSOLE);
}
