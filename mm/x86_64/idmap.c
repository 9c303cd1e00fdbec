// SPDX-License-Identifier: MIT
/*
 * paging_init() takes the identity map away with this, when the linear map is complete. One root
 * serves both halves: its first entry led to the identity page, and NULL near it.
 */
#include <bootmap/paging.h>
#include <bootmap/table.h>

void __init arch_remove_identity_map(void)
{
	set_pte(&init_top_pgt[0], PTE_NONE);
	flush_tlb_kernel_all();
}
