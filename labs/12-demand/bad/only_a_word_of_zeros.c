// SPDX-License-Identifier: MIT
// caught by: demand
bool map_on_demand(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_TRANSLATION);
	void *page = va ? alloc_pages(0) : NULL;

	if (!page)
		return false;
	memset(page, 0, sizeof(u64));
	return map_or_free(va, page);
}
