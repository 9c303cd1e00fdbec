// SPDX-License-Identifier: MIT
// caught by: no-memory
bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	void *copy;

	if (!va)
		return false;
	unmap_range(va, va + PAGE_SIZE);
	copy = alloc_pages(0);
	if (!copy)
		return false;
	for (unsigned int i = 0; i < DEMAND_PAGES; i++) {
		struct pgtable_walk walk;

		if (pgtable_walk(demand_address(i), &walk))
			memcpy(copy, __va(walk.phys), PAGE_SIZE);
	}
	return map_or_free(va, copy);
}
