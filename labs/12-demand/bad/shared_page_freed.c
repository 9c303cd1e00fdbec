// SPDX-License-Identifier: MIT
// caught by: copy
unsigned int free_demand_area(phys_addr_t shared)
{
	void *pages[DEMAND_PAGES];
	unsigned int nr = 0;
	struct pgtable_walk walk;

	(void)shared;
	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		if (pgtable_walk(demand_address(i), &walk))
			pages[nr++] = __va(walk.phys);
	free_vm_area(demand.area);
	for (unsigned int i = 0; i < nr; i++)
		free_pages(pages[i], 0);
	return nr;
}
