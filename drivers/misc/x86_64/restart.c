// SPDX-License-Identifier: MIT
/*
 * Two ways to restart a PC that are used only if the command line selects them: reboot=pci, the reset
 * control register of many chipsets, and reboot=triple, an exception that the CPU cannot deliver.
 * boot/x86_64/machine.c calls pc_restart_init().
 */
#include <bootmap/compiler.h>
#include <bootmap/delay.h>
#include <bootmap/io.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <drivers/restart.h>

/* Intel ICH7 datasheet, 10.7.4: the reset happens when RST_CPU goes from 0 to 1. */
#define RESET_CONTROL 0xcf9
#define RST_CPU	      BIT(2)
#define SYS_RST	      BIT(1)

/* How long the machine may take, in milliseconds. */
#define RESET_WAIT 15

static void restart_by_chipset(struct power_handler *handler __attribute__((unused)))
{
	outb(SYS_RST, RESET_CONTROL);
	outb(SYS_RST | RST_CPU, RESET_CONTROL);
	mdelay(RESET_WAIT);
	pr_warn("restart: the chipset's reset register does nothing");
}

/* No vector can be found, not even that of the double fault: the CPU shuts down (SDM volume 3, 6.15). */
static void restart_by_triple_fault(struct power_handler *handler __attribute__((unused)))
{
	const struct __attribute__((packed)) {
		u16 limit;
		u64 base;
	} no_vectors = { 0 };

	__asm__ volatile("lidt %0; int3" ::"m"(no_vectors));
}

void __init pc_restart_init(void)
{
	static struct power_handler chipset = { .act = restart_by_chipset,
						.method = 'p',
						.on_request = true };
	static struct power_handler triple = { .act = restart_by_triple_fault,
					       .method = 't',
					       .on_request = true };

	register_restart(&chipset);
	register_restart(&triple);
}
