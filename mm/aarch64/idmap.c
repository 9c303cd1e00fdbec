// SPDX-License-Identifier: MIT
/*
 * paging_init() takes the identity map away with this, when the linear map is complete. TTBR0
 * keeps its root, which is empty from here on: no address of the lower half translates, NULL least
 * of all.
 */
#include <bootmap/boot.h>
#include <bootmap/paging.h>
#include <bootmap/table.h>

void __init arch_remove_identity_map(void)
{
	extern pte_t idmap_l0[PTRS_PER_TABLE];

	set_pte(&idmap_l0[table_index(boot_info.kernel_phys, LEVEL_TOP)], PTE_NONE);
	flush_tlb_kernel_all();
}
