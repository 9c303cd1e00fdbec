// SPDX-License-Identifier: MIT
/*
 * The ways in which AArch64 can remove a stale TLB entry. experiments/stale_tlb.c shows the
 * effect of each.
 */
#include <experiments/stale_tlb.h>

static void flush_one(unsigned long va)
{
	flush_tlb_kernel_pages(va, 1);
}

const struct tlb_cure tlb_cures[] = {
	{ "TLBI VAAE1IS, dsb, isb", flush_one, PAGE_KERNEL },
	{ NULL, NULL, PAGE_KERNEL },
};
