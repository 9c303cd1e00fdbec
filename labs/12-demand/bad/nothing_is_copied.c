// SPDX-License-Identifier: MIT
// caught by: copy
bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	void *copy = va ? alloc_pages(0) : NULL;

	if (!copy)
		return false;
	memset(copy, 0, PAGE_SIZE);
	unmap_range(va, va + PAGE_SIZE);
	return map_or_free(va, copy);
}
