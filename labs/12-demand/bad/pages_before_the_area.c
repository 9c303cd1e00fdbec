// SPDX-License-Identifier: MIT
// caught by: way-back
unsigned int free_demand_area(phys_addr_t shared)
{
	unsigned int nr = 0;
	struct pgtable_walk walk;

	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		if (pgtable_walk(demand_address(i), &walk) && walk.phys != shared) {
			free_pages(__va(walk.phys), 0);
			nr++;
		}
	free_vm_area(demand.area);
	return nr;
}
