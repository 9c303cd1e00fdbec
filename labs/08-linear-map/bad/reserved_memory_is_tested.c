// SPDX-License-Identifier: MIT
// caught by: untouched
static bool __init ram_responds(phys_addr_t phys)
{
	volatile bool there = false;
	struct trap trap;

	set_fixmap(FIX_PTE, phys);
	CATCH_TRAP(&trap, there = memory_responds(kernel_pointer(fix_to_virt(FIX_PTE))));
	clear_fixmap(FIX_PTE);
	return there;
}
