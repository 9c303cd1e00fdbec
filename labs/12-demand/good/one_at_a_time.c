// SPDX-License-Identifier: MIT
// Numbers of pages instead of addresses, and each page goes on its own.
static unsigned long faulting_page(const struct fault *fault, enum fault_cause cause)
{
	unsigned long number = (fault->address - demand.area->addr) / PAGE_SIZE;

	if (fault->kind != TRAP_READ && fault->kind != TRAP_WRITE)
		return 0;
	if (!fault->has_address || fault->cause != cause || number >= DEMAND_PAGES)
		return 0;
	demand.faults++;
	return demand_address(number);
}

bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	struct pgtable_walk walk;
	void *copy;

	if (!va || !pgtable_walk(va, &walk))
		return false;
	copy = alloc_pages(0);
	if (!copy)
		return false;
	unmap_range(va, va + PAGE_SIZE);
	memcpy(copy, __va(walk.phys), PAGE_SIZE);
	return !map_range(va, va + PAGE_SIZE, __pa(copy), PAGE_KERNEL, 0);
}

unsigned int free_demand_area(phys_addr_t shared)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < DEMAND_PAGES; i++) {
		unsigned long va = demand_address(i);
		struct pgtable_walk walk;

		if (!pgtable_walk(va, &walk))
			continue;
		unmap_range(va, va + PAGE_SIZE);
		if (walk.phys == shared)
			continue;
		free_pages(__va(walk.phys), 0);
		nr++;
	}
	free_vm_area(demand.area);
	return nr;
}
