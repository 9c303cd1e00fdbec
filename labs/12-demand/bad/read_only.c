// SPDX-License-Identifier: MIT
// caught by: demand
bool map_on_demand(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_TRANSLATION);
	void *page = va ? alloc_pages(0) : NULL;

	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	if (!map_range(va, va + PAGE_SIZE, __pa(page), PAGE_KERNEL_RO, 0))
		return true;
	free_pages(page, 0);
	return false;
}
