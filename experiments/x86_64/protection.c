// SPDX-License-Identifier: MIT
/*
 * An experiment with CR0.WP: without it, the kernel may write to what is read-only. break=wp runs it.
 */
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <experiments/experiment.h>

#include <asm/sysreg.h>

static void map_read_only(void)
{
	lab_page[0] = ~0U;
	__set_fixmap(FIX_LAB, __pa_symbol(lab_page), PAGE_KERNEL_RO);
}

static void write_without_protection(void)
{
	map_read_only();
	WRONG(write_cr(0, read_cr(0) & ~CR0_WP));
	store_to(fix_to_virt(FIX_LAB));
	write_cr(0, read_cr(0) | CR0_WP);
	pr_info("experiment: the page is read-only, and now holds 0x%x", READ_ONCE(lab_page[0]));
}

static bool write_with_protection(void)
{
	struct trap trap;

	map_read_only();
	return CATCH_TRAP(&trap, store_to(fix_to_virt(FIX_LAB))) == TRAP_WRITE;
}
EXPERIMENT(wp, .what = "write to a read-only page with CR0.WP clear",
	   .run = write_without_protection, .ending = RETURNS,
	   .why = "x86 protects read-only pages from user mode only, unless CR0.WP is set",
	   .remedy = "set CR0.WP: then the store faults", .cure = write_with_protection);
