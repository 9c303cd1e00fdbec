// SPDX-License-Identifier: MIT
// caught by: faults
static unsigned long faulting_page(const struct fault *fault, enum fault_cause cause)
{
	unsigned long va = fault->address & PAGE_MASK;

	if (fault->cause != cause || fault->kind == TRAP_EXEC)
		return 0;
	if (va < demand_address(0) || va >= demand_address(DEMAND_PAGES))
		return 0;
	demand.faults++;
	return va;
}
