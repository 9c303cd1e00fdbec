// SPDX-License-Identifier: MIT
/*
 * Shows a stale TLB entry: a page table entry is changed without a TLB invalidation, and a load
 * still reads the old page. Then the TLB is invalidated, and the same load reads the new page.
 * Called by the experiment stale and by the monitor's stale command; tests call
 * stale_tlb_observe().
 */
#include <asm/tlbflush.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>
#include <experiments/stale_tlb.h>

#include <experiments/switch_space.h>
#include <experiments/translate.h>

static u64 pages[2][PAGE_SIZE / sizeof(u64)] __noinit __aligned(PAGE_SIZE);

void stale_tlb_observe(struct stale_tlb *seen, const struct tlb_cure *cure)
{
	unsigned long va = fix_to_virt(FIX_LAB);
	const volatile u64 *p = (const volatile u64 *)va;
	pte_t changed;

	for (int i = 0; i < 2; i++) {
		seen->page[i] = __pa_symbol(pages[i]);
		seen->content[i] = i ? 0xbbbbbbbb : 0xaaaaaaaa;
		WRITE_ONCE(pages[i][0], seen->content[i]);
	}
	changed = pte_mkpage(seen->page[1], cure->prot);
	__set_fixmap(FIX_LAB, seen->page[0], cure->prot);

	/* No other access between the loads and the change, because it might evict the entry. */
	seen->load_before = *p;
	WRITE_ONCE(*lab_entry(), changed);
	sync_new_entries();
	seen->load_stale = *p;
	seen->walk_stale = fresh_walk(va);

	cure->flush(va);
	seen->load_after = *p;
	seen->walk_after = fresh_walk(va);
	clear_fixmap(FIX_LAB);
}

static void show(const struct tlb_cure *cure)
{
	struct stale_tlb seen;

	stale_tlb_observe(&seen, cure);
	pr_info("stale: page A 0x%lx holds 0x%lx, page B 0x%lx holds 0x%lx", seen.page[0],
		seen.content[0], seen.page[1], seen.content[1]);
	pr_info("stale: the PTE of FIX_LAB leads to A: a load finds 0x%lx", seen.load_before);
	pr_info("stale: changed to B, but no flush: a load finds 0x%lx, " FRESH_WALK ": 0x%lx",
		seen.load_stale, seen.walk_stale);
	pr_info("stale: after %s: a load finds 0x%lx, " FRESH_WALK ": 0x%lx", cure->name,
		seen.load_after, seen.walk_after);
	if (seen.load_stale == seen.content[1])
		pr_info("stale: this time the TLB had dropped the old entry by itself");
	else if (seen.walk_stale == seen.page[0])
		pr_info("stale: this CPU answers " FRESH_WALK " from the TLB, too, as it may");
}

void stale_tlb_show(void)
{
	for (const struct tlb_cure *cure = tlb_cures; cure->name; cure++)
		show(cure);
}

static bool flush_by_address(void)
{
	struct stale_tlb seen;

	stale_tlb_observe(&seen, tlb_cures);
	return seen.load_after == seen.content[1];
}
EXPERIMENT(stale, .what = "change an entry and do not flush the TLB", .run = stale_tlb_show,
	   .ending = RETURNS,
	   .why = "the TLB keeps its copy of an entry until it is told to forget it",
	   .remedy = "invalidate, then wait: the last lines show it", .cure = flush_by_address);

static void flush_all_but_global(void)
{
	struct stale_tlb seen;

	show_missing_global_bit();
	WRONG(stale_tlb_observe(&seen, &tlb_no_cure));
	pr_info("experiment: changed, global; after %s a load finds 0x%lx", tlb_no_cure.name,
		seen.load_after);
	if (seen.load_after == seen.content[1])
		pr_info("experiment: this TLB drops more than it must; others need not");
}
EXPERIMENT(nonglobal, .what = "invalidate all entries but global ones", .run = flush_all_but_global,
	   .ending = RETURNS,
	   .why = "the kernel's entries are global, so that they outlive a switch",
	   .remedy = "invalidate by address, or everything", .cure = flush_by_address);
