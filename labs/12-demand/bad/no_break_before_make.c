// SPDX-License-Identifier: MIT
// caught by: copy
bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	void *copy = va ? alloc_pages(0) : NULL;
	struct pgtable_walk walk;

	if (!copy)
		return false;
	memcpy(copy, kernel_pointer(va), PAGE_SIZE);
	pgtable_walk(va, &walk);
	set_pte(table_from_phys(walk.steps[LEVEL_PTE].table) + walk.steps[LEVEL_PTE].index,
		pte_mkpage(__pa(copy), PAGE_KERNEL));
	return true;
}
