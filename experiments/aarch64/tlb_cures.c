// SPDX-License-Identifier: MIT
#include <bootmap/stale_tlb.h>

static void flush_one(unsigned long va)
{
	flush_tlb_kernel_pages(va, 1);
}

const struct tlb_cure tlb_cures[] = {
	{ "TLBI VAAE1IS, dsb, isb", flush_one, PAGE_KERNEL },
	{ NULL, NULL, PAGE_KERNEL },
};
