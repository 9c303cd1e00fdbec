// SPDX-License-Identifier: MIT
/*
 * Commands that look at the page tables: the walk to one address, the audit of all mappings, the
 * fixmap, and the slots of early_ioremap().
 */
#include <bootmap/audit.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <bootmap/ptdump.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <string.h>

#include <experiments/translate.h>

/* The text without a prefix, because the list's title already contains it. */
static const char *without(const char *words, const char *text)
{
	size_t length = strlen(words);

	return strncmp(text, words, length) ? text : text + length;
}

static int walk_command(int argc, char **argv)
{
	unsigned long va;

	(void)argc;
	if (parse_address(argv[1], &va))
		return -EINVAL;
	show_region(va);
	show_walk(va);
	show_translation(va);
	return 0;
}
MONITOR_COMMAND(walk, .run = walk_command, .candidate = ksym_name, .arguments = "VA",
		.example = "start_kernel", .what = "walk the tables to an address, compare with AT",
		.details = "VA: a number, a function or variable (Tab), or one of these +OFFSET.");

static void show_audit(void)
{
	pr_info("audit: %d found", pgtable_audit());
}
MONITOR_COMMAND(audit, .show = show_audit, .what = "look for mappings that should not exist",
		.details = "Pages that are writable and executable, or open to user mode; one page "
			   "under two memory types; a lower half that is not empty.");

static void show_slot(unsigned int idx)
{
	unsigned long va = __fix_to_virt(idx);
	struct pgtable_walk walk;
	char name[REGION_TEXT_MAX], mapped[REGION_TEXT_MAX];
	bool is_mapped = pgtable_walk(va, &walk);

	describe_region(name, sizeof(name), va);
	pr_info("%4u  0x%016lx  %s%s", idx, va, without("fixmap slot ", name),
		is_mapped ? ":" : ": not mapped");
	if (!is_mapped)
		return;
	pte_describe(mapped, sizeof(mapped), walk_entry(&walk), walk.depth - 1);
	pr_info("      %s", mapped);
}

static void show_fixmap(void)
{
	for (unsigned int idx = 0; idx < __end_of_permanent_fixed_addresses; idx++)
		show_slot(idx);
	show_slot(FIX_FDT);
}
MONITOR_COMMAND(fixmap, .show = show_fixmap,
		.what = "the slots of the fixmap, at constant addresses");

static void show_slots(void)
{
	char slot[REGION_TEXT_MAX];

	for (int i = 0; i < FIX_BTMAPS_SLOTS; i++) {
		unsigned long va = BTMAP_VADDR + i * NR_FIX_BTMAPS * PAGE_SIZE;

		describe_region(slot, sizeof(slot), va);
		pr_info("0x%016lx  %s", va, without("early_ioremap ", slot));
	}
}
MONITOR_COMMAND(slots, .show = show_slots, .what = "early_ioremap's slots, and their users",
		.details = "After boot all slots are free; one that is not was never released.");
