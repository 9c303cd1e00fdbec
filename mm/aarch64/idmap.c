// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/paging.h>
#include <bootmap/pgtable.h>

/*
 * TTBR0 keeps its root, which is empty from here on: no address of the lower half
 * translates, NULL least of all.
 */
void __init arch_remove_identity_map(void)
{
	extern pte_t idmap_l0[PTRS_PER_TABLE];

	set_pte(&idmap_l0[table_index(boot_info.kernel_phys, 0)], PTE_NONE);
	flush_tlb_kernel_all();
}
