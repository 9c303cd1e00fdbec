// SPDX-License-Identifier: MIT
/*
 * The page of the area that a load or a store did not get, for this cause; else 0.
 *
 * TODO: what of @fault must be right? demand.faults counts those that are.
 */
static unsigned long faulting_page(const struct fault *fault, enum fault_cause cause)
{
	(void)fault;
	(void)cause;
	return 0;
}

/*
 * Maps a new page at @va with PAGE_KERNEL, or frees it. Return: whether it is mapped.
 *
 * TODO: map_range() says whether it could.
 */
static bool map_or_free(unsigned long va, void *page)
{
	(void)va;
	return page;
}

/*
 * Maps a page of zeros. A page may hold what somebody else had: nobody may see that. Without memory
 * for the page or for a table: false, and nothing has changed.
 *
 * TODO: alloc_pages(0), and map_or_free().
 */
bool map_on_demand(const struct fault *fault)
{
	return faulting_page(fault, CAUSE_TRANSLATION) && map_or_free(0, NULL);
}

/*
 * Gives the page of a failed store its own copy. kernel_pointer() shows what is at an address.
 * Without memory for the copy: false, and nothing has changed.
 *
 * TODO: copy, then change the entry. In which order?
 */
bool copy_on_write(const struct fault *fault)
{
	return faulting_page(fault, CAUSE_PERMISSION) && map_or_free(0, NULL);
}

/*
 * Frees the area with free_vm_area(), and the pages that were allocated for it: all that it maps,
 * but not the one at the physical address @shared. Returns their number.
 *
 * TODO: pgtable_walk() finds a page, __va() its memory.
 */
unsigned int free_demand_area(phys_addr_t shared)
{
	(void)shared;
	free_vm_area(demand.area);
	return 0;
}
