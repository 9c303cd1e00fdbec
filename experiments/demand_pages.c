// SPDX-License-Identifier: MIT
/*
 * Demand paging and copy on write, in their smallest form: handlers that map a page and return. The
 * experiments `demand` and `cow` use them.
 */
#include <bootmap/page_alloc.h>
#include <experiments/demand.h>
#include <string.h>

struct demand demand;

/* The page of the area that a load or a store did not get, for this cause; else 0. */
static unsigned long faulting_page(const struct fault *fault, enum fault_cause cause)
{
	unsigned long va = fault->address & PAGE_MASK;

	if (!fault->has_address || fault->cause != cause || fault->kind == TRAP_EXEC)
		return 0;
	if (va < demand_address(0) || va >= demand_address(DEMAND_PAGES))
		return 0;
	demand.faults++;
	return va;
}

/* Maps a new page, or frees it. */
static bool map_or_free(unsigned long va, void *page)
{
	if (!map_range(va, va + PAGE_SIZE, __pa(page), PAGE_KERNEL, 0))
		return true;
	free_pages(page, 0);
	return false;
}

/* A page may hold what somebody else had: nobody may see that. */
bool map_on_demand(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_TRANSLATION);
	void *page = va ? alloc_pages(0) : NULL;

	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	return map_or_free(va, page);
}

/* The old entry is removed before the new one is written. */
bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	void *copy = va ? alloc_pages(0) : NULL;

	if (!copy)
		return false;
	memcpy(copy, kernel_pointer(va), PAGE_SIZE);
	unmap_range(va, va + PAGE_SIZE);
	return map_or_free(va, copy);
}

/* The pages are freed after the area: then no TLB leads to them. */
unsigned int free_demand_area(phys_addr_t shared)
{
	void *pages[DEMAND_PAGES];
	unsigned int nr = 0;
	struct pgtable_walk walk;

	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		if (pgtable_walk(demand_address(i), &walk) && walk.phys != shared)
			pages[nr++] = __va(walk.phys);
	free_vm_area(demand.area);
	for (unsigned int i = 0; i < nr; i++)
		free_pages(pages[i], 0);
	return nr;
}
