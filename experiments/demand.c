// SPDX-License-Identifier: MIT
/*
 * A fault handler that maps a page and returns: demand paging, and copy on write, in their smallest
 * form. break=demand and break=cow run them.
 */
#include <bootmap/fault.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <bootmap/vmalloc.h>
#include <experiments/experiment.h>
#include <string.h>

#define PAGES 8

static struct vm_struct *area;
static unsigned int faults;

static unsigned long address(unsigned int page)
{
	return area->addr + page * PAGE_SIZE;
}

/* The page of the area that a fault is about, or 0. */
static unsigned long faulting_page(const struct fault *fault, enum fault_cause cause)
{
	unsigned long va = fault->address & PAGE_MASK;

	if (!fault->has_address || fault->cause != cause || va < address(0) || va >= address(PAGES))
		return 0;
	faults++;
	return va;
}

/* The first access to a page gets it a page of zeros. */
static bool map_on_demand(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_TRANSLATION);
	void *page = va ? alloc_pages(0) : NULL;

	if (!page)
		return false;
	memset(page, 0, PAGE_SIZE);
	return !map_range(va, va + PAGE_SIZE, __pa(page), PAGE_KERNEL, 0);
}

/* The first write to a shared page gets a copy. The old entry is removed before the new one is written. */
static bool copy_on_write(const struct fault *fault)
{
	unsigned long va = faulting_page(fault, CAUSE_PERMISSION);
	void *copy = va ? alloc_pages(0) : NULL;

	if (!copy)
		return false;
	memcpy(copy, (const void *)va, PAGE_SIZE);
	unmap_range(va, va + PAGE_SIZE);
	return !map_range(va, va + PAGE_SIZE, __pa(copy), PAGE_KERNEL, 0);
}

/* Runs @use with @handler in charge of the faults in an area of PAGES pages without any mapping. */
static void with_handler(bool (*handler)(const struct fault *fault), void (*use)(void))
{
	faults = 0;
	area = get_vm_area(PAGES * PAGE_SIZE, VM_MAP);
	if (!area)
		return;
	page_fault_handler = handler;
	use();
	page_fault_handler = NULL;
}

/* Frees the area, and each page that it maps but @shared. Returns how many these were. */
static unsigned int free_area(phys_addr_t shared)
{
	void *pages[PAGES];
	unsigned int nr = 0;
	struct pgtable_walk walk;

	for (unsigned int i = 0; i < PAGES; i++)
		if (pgtable_walk(address(i), &walk) && walk.phys != shared)
			pages[nr++] = __va(walk.phys);
	free_vm_area(area);
	for (unsigned int i = 0; i < nr; i++)
		free_pages(pages[i], 0);
	return nr;
}

static void touch_some(void)
{
	unsigned int nr;

	store_to(address(0));
	store_to(address(3));
	store_to(address(3) + sizeof(u32)); /* the page is there by now */
	pr_info("experiment: a load from page 7 finds %u", load_from(address(7)));
	nr = free_area(0);
	pr_info("experiment: %u pages promised, %u faults, %u pages allocated", PAGES, faults, nr);
}

static void demand_paging(void)
{
	with_handler(map_on_demand, touch_some);
}
EXPERIMENT(demand, .what = "memory that is allocated by its first access", .run = demand_paging,
	   .ending = RETURNS,
	   .why = "the handler maps a page and returns; the CPU repeats the instruction");

static void write_to_shared(void)
{
	u32 *original = alloc_pages(0);
	unsigned int nr;

	if (!original)
		return;
	original[0] = 1;
	for (unsigned int i = 0; i < 2; i++)
		map_range(address(i), address(i + 1), __pa(original), PAGE_KERNEL_RO, 0);
	store_to(address(1) + sizeof(u32));
	*(volatile u32 *)address(1) = 2;
	pr_info("experiment: page 0 has %u, page 1 has %u", load_from(address(0)),
		load_from(address(1)));
	nr = free_area(__pa(original));
	pr_info("experiment: %u fault, %u copy", faults, nr);
	free_pages(original, 0);
}

static void share_and_write(void)
{
	with_handler(copy_on_write, write_to_shared);
}
EXPERIMENT(cow, .what = "two addresses share a page until one of them writes",
	   .run = share_and_write, .ending = RETURNS,
	   .why = "the shared page is read-only; the first write faults and gets a copy");
