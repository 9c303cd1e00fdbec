// SPDX-License-Identifier: MIT
/*
 * Experiments with one page under two addresses: with the same memory type, which is legal, and with
 * two types, which is not. break=NAME runs them.
 */
#include <bootmap/audit.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>

static void use_two_addresses(void)
{
	lab_page[0] = ~0U;
	set_fixmap(FIX_LAB, __pa_symbol(lab_page));
	store_to(fix_to_virt(FIX_LAB));
	pr_info("experiment: stored at 0x%lx, read at 0x%lx: %u", fix_to_virt(FIX_LAB),
		(unsigned long)lab_page, READ_ONCE(lab_page[0]));
}
EXPERIMENT(alias, .what = "one page under two addresses", .run = use_two_addresses,
	   .ending = RETURNS,
	   .why = "two entries may lead to one page: the image and the linear map do so, too");

static void use_two_types(void)
{
	WRONG(__set_fixmap(FIX_LAB, __pa_symbol(lab_page), PAGE_IO_WC));
	pgtable_audit();
}

static bool use_one_type(void)
{
	set_fixmap(FIX_LAB, __pa_symbol(lab_page));
	return !pgtable_audit();
}
EXPERIMENT(types, .what = "one page under two memory types", .run = use_two_types,
	   .ending = RETURNS,
	   .why = "caches and memory may then differ (an emulator does not show that)",
	   .remedy = "map a page with one type only; audit looks for others", .cure = use_one_type);
