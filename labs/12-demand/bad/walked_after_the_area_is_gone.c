// SPDX-License-Identifier: MIT
// caught by: way-back
unsigned int free_demand_area(phys_addr_t shared)
{
	unsigned long first = demand_address(0);
	unsigned int nr = 0;
	struct pgtable_walk walk;

	free_vm_area(demand.area);
	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		if (pgtable_walk(first + i * PAGE_SIZE, &walk) && walk.phys != shared) {
			free_pages(__va(walk.phys), 0);
			nr++;
		}
	return nr;
}
