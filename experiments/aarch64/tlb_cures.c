// SPDX-License-Identifier: MIT
/*
 * The ways in which AArch64 can remove a stale TLB entry. experiments/stale_tlb.c shows the
 * effect of each.
 */
#include <asm/tlbflush.h>
#include <experiments/stale_tlb.h>

static void flush_one(unsigned long va)
{
	flush_tlb_kernel_pages(va, 1);
}

/* All entries of ASID 0 that are not global. */
static void flush_asid(unsigned long va __attribute__((unused)))
{
	dsb(ishst);
	TLBI("aside1is", 0UL);
	dsb(ish);
	isb();
}

const struct tlb_cure tlb_no_cure = { "TLBI ASIDE1IS", flush_asid, PAGE_KERNEL };

const struct tlb_cure tlb_cures[] = {
	{ "TLBI VAAE1IS, dsb, isb", flush_one, PAGE_KERNEL },
	{ NULL, NULL, PAGE_KERNEL },
};
