// SPDX-License-Identifier: MIT
/*
 * The ways in which x86-64 can remove a stale TLB entry. experiments/stale_tlb.c shows the effect
 * of each.
 */
#include <asm/tlbflush.h>
#include <experiments/stale_tlb.h>

/* Reloading CR3 does not affect global pages, so the page is mapped as not global. */
#define PAGE_NOT_GLOBAL __pgprot(PROT_KERNEL & ~PTE_GLOBAL)

static void by_cr3(unsigned long va __attribute__((unused)))
{
	reload_cr3();
}

static void by_pge(unsigned long va __attribute__((unused)))
{
	flush_tlb_kernel_all();
}

const struct tlb_cure tlb_no_cure = { "CR3 reload", by_cr3, PAGE_KERNEL };

const struct tlb_cure tlb_cures[] = {
	{ "INVLPG", invlpg, PAGE_KERNEL },
	{ "CR3 reload (not global)", by_cr3, PAGE_NOT_GLOBAL },
	{ "CR4.PGE off and on", by_pge, PAGE_KERNEL },
	{ NULL, NULL, PAGE_KERNEL },
};
