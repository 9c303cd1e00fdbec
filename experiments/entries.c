// SPDX-License-Identifier: MIT
/*
 * Experiments with entries of page tables: a walk that ends at each level, an address that the MMU
 * does not translate at all, an entry that was never accessed, and one with a reserved bit.
 * break=NAME runs them.
 */
#include <asm/tlbflush.h>
#include <bootmap/fixmap.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>

#include <experiments/entries.h>

/* map_range() makes the tables that are missing, at every level. */
static bool allocate_and_store(void)
{
	void *p = vmalloc(PAGE_SIZE);

	if (!p)
		return false;
	store_to((unsigned long)p);
	vfree(p);
	return true;
}

static void fault_at_level0(void)
{
	WRONG(store_to(VMALLOC_START - PAGE_SIZE));
}
EXPERIMENT(level0, .what = "an address without an entry in the root table", .run = fault_at_level0,
	   .ending = FAULTS, .why = "the walk ends at its first step: 512 GiB are unmapped here",
	   .remedy = "allocate addresses, so that they get tables", .cure = allocate_and_store);

static void fault_at_level1(void)
{
	WRONG(store_to(TABLE_VADDR(KERNEL_TOP_INDEX, 0, 0)));
}
EXPERIMENT(level1, .what = "an address without an entry at level 1", .run = fault_at_level1,
	   .ending = FAULTS,
	   .why = "the root's entry is valid, the next table's is not: 1 GiB is unmapped",
	   .remedy = "allocate addresses, so that they get tables", .cure = allocate_and_store);

static void fault_at_level2(void)
{
	WRONG(store_to(TABLE_VADDR(KERNEL_TOP_INDEX, FIXMAP_PUD_INDEX, 0)));
}
EXPERIMENT(level2, .what = "an address without an entry at level 2", .run = fault_at_level2,
	   .ending = FAULTS, .why = "two entries are valid, the third is not: 2 MiB are unmapped",
	   .remedy = "allocate addresses, so that they get tables; break=fixmap shows level 3",
	   .cure = allocate_and_store);

static void use_non_canonical(void)
{
	WRONG(store_to(KERNEL_HALF ^ BIT(VA_BITS + 4)));
}
EXPERIMENT(canonical, .what = "an address whose upper bits differ", .run = use_non_canonical,
	   .ending = FAULTS, .why = "the bits above those that are translated must all be equal",
	   .remedy = "compute addresses from pointers or from the address map, not by hand",
	   .cure = allocate_and_store);

/* Maps the page with one bit of the entry changed. No TLB has the address. */
static void map_page(u64 without)
{
	__set_fixmap(FIX_LAB, __pa_symbol(lab_page), __pgprot(PAGE_KERNEL.val & ~without));
}

static void use_not_accessed(void)
{
	map_page(PTE_ACCESSED_BIT);
	pr_info("experiment: the entry is 0x%016lx", lab_entry()->val);
	WRONG(load_from(fix_to_virt(FIX_LAB)));
	pr_info("experiment: the entry is 0x%016lx: the CPU has set its accessed bit",
		lab_entry()->val);
}

static bool use_accessed(void)
{
	map_page(0);
	load_from(fix_to_virt(FIX_LAB));
	return lab_entry()->val & PTE_ACCESSED_BIT;
}
EXPERIMENT(accessed, .what = "use an entry whose accessed bit is clear", .run = use_not_accessed,
	   .ending = DEPENDS,
	   .why = "some CPUs set this bit at the first use of an entry, others fault",
	   .remedy = "a kernel that does not need this sets the bit in every entry",
	   .cure = use_accessed);

static void use_reserved(void)
{
	map_page(0);
	clear_fixmap(FIX_LAB);
	set_pte(lab_entry(), pte_reserved(pte_mkpage(__pa_symbol(lab_page), PAGE_KERNEL)));
	sync_new_entries();
	pr_info("experiment: the entry is 0x%016lx", lab_entry()->val);
	WRONG(load_from(fix_to_virt(FIX_LAB)));
}
EXPERIMENT(reserved, .what = "use an entry with a wrong reserved bit", .run = use_reserved,
	   .ending = FAULTS,
	   .why = "reserved bits may get a meaning one day; until then the CPU faults",
	   .remedy = "build entries with pte_mkpage() and its like", .cure = use_accessed);
