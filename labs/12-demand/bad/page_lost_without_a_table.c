// SPDX-License-Identifier: MIT
// caught by: no-memory
bool map_on_demand(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_TRANSLATION);
	void *page = va ? alloc_pages(0) : NULL;

	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	return !map_range(va, va + PAGE_SIZE, __pa(page), PAGE_KERNEL, 0);
}
