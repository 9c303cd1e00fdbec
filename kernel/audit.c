// SPDX-License-Identifier: MIT
/*
 * Checks all mappings for mistakes: pages that are writable and executable, pages that user mode
 * can access, a page mapped with two memory types. The monitor's audit command and a test call it.
 */
#include <bootmap/audit.h>
#include <bootmap/fault.h>
#include <bootmap/pgtable.h>
#include <bootmap/printk.h>

static void report(const char *what, unsigned long va)
{
	char region[REGION_TEXT_MAX];

	describe_region(region, sizeof(region), va);
	pr_warn("audit: %s at 0x%lx: %s", what, va, region);
}

static int audit_permissions(const struct pgtable_leaf *leaf)
{
	int found = 0;

	if (cpu_forbids_execution() && pte_writable(leaf->pte) && pte_executable(leaf->pte)) {
		report("writable and executable", leaf->va);
		found++;
	}
	if (pte_user(leaf->pte)) {
		report("open to user mode", leaf->va);
		found++;
	}
	return found;
}

static bool overlap(const struct pgtable_leaf *a, const struct pgtable_leaf *b)
{
	phys_addr_t start = pte_phys(a->pte), other = pte_phys(b->pte);

	return start < other + b->size && other < start + a->size;
}

/*
 * Every other mapping of the page must have the same type. Mappings of ordinary memory are skipped
 * here: a conflict is found at the other mapping.
 */
static int audit_type(const struct pgtable_leaf *leaf)
{
	int found = 0;

	for_each_leaf(other, KERNEL_HALF)
	{
		bool both_seen = !pte_same_type(other.pte, pte_mkpage(0, PAGE_KERNEL)) &&
				 other.va < leaf->va;

		if (both_seen || pte_same_type(leaf->pte, other.pte) || !overlap(leaf, &other))
			continue;
		report("a page under two memory types", leaf->va);
		report("  … and", other.va);
		found++;
	}
	return found;
}

/* After boot nothing is mapped in the lower half, so that an access through NULL faults. */
static int audit_lower_half(void)
{
	struct pgtable_walk walk;

	for (unsigned long va = 0; va >> VA_BITS == 0; va += level_size(LEVEL_TOP)) {
		pgtable_walk(va, &walk);
		if (walk.depth && pte_valid(walk.steps[LEVEL_TOP].pte)) {
			report("the lower half is not empty", va);
			return 1;
		}
	}
	return 0;
}

int pgtable_audit(void)
{
	int found = audit_lower_half();

	if (!cpu_forbids_execution())
		pr_info("audit: this CPU cannot forbid execution: what is writable is also executable");
	for_each_leaf(leaf, KERNEL_HALF)
	{
		found += audit_permissions(&leaf);
		if (!pte_same_type(leaf.pte, pte_mkpage(0, PAGE_KERNEL)))
			found += audit_type(&leaf);
	}
	return found;
}
