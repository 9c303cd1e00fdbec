// SPDX-License-Identifier: MIT
/*
 * How a kernel learns which pages were read and which were written to: bits of the entry, set by the CPU,
 * or by hand in a fault handler. break=dirty runs it.
 */
#include <asm/tlbflush.h>
#include <bootmap/fault.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <experiments/experiment.h>

#include <experiments/entries.h>

static unsigned int faults;

/* The first access faults, because the entry has no accessed bit; the first store, because it is clean. */
static bool set_by_hand(const struct fault *fault)
{
	pte_t pte = *lab_entry();

	if (!fault->has_address || (fault->address & PAGE_MASK) != fix_to_virt(FIX_LAB))
		return false;
	if (fault->cause == CAUSE_ENTRY)
		pte.val |= PTE_ACCESSED_BIT;
	else if (fault->kind == TRAP_WRITE)
		pte = pte_mkdirty(pte);
	else
		return false;
	faults++;
	set_pte(lab_entry(), pte);
	flush_tlb_kernel_pages(fix_to_virt(FIX_LAB), 1);
	return true;
}

static void show_entry(const char *when)
{
	pte_t pte = READ_ONCE(*lab_entry());

	pr_info("experiment: %s: 0x%016lx, %saccessed, %s; faults: %u", when, pte.val,
		(pte.val & PTE_ACCESSED_BIT) ? "" : "not ", pte_dirty(pte) ? "dirty" : "clean",
		faults);
}

static void load_and_store(void)
{
	faults = 0;
	page_fault_handler = set_by_hand;
	let_cpu_set_bits(true);
	__set_fixmap(FIX_LAB, __pa_symbol(lab_page), __pgprot(PROT_CLEAN & ~PTE_ACCESSED_BIT));
	show_entry("mapped");
	load_from(fix_to_virt(FIX_LAB));
	show_entry("after a load");
	store_to(fix_to_virt(FIX_LAB));
	show_entry("after a store");
	let_cpu_set_bits(false);
}
EXPERIMENT(dirty, .what = "see whether a page was read, and written to", .run = load_and_store,
	   .ending = RETURNS,
	   .why = "some CPUs set these bits, for others a fault handler must do it");
