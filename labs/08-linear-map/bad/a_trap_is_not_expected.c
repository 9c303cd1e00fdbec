// SPDX-License-Identifier: MIT
// caught by: absent
static bool __init ram_responds(phys_addr_t phys)
{
	volatile bool there = false;
	struct trap trap;

	(void)trap;
	if (memblock_is_reserved(phys))
		return true;
	set_fixmap(FIX_PTE, phys);
	there = memory_responds(kernel_pointer(fix_to_virt(FIX_PTE)));
	clear_fixmap(FIX_PTE);
	return there;
}
