// SPDX-License-Identifier: MIT
#include <bootmap/paging.h>
#include <bootmap/pgtable.h>

/* One root serves both halves: its first entry led to the identity page, and NULL near it. */
void __init arch_remove_identity_map(void)
{
	set_pte(&init_top_pgt[0], PTE_NONE);
	flush_tlb_kernel_all();
}
