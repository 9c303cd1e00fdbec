// SPDX-License-Identifier: MIT
/*
 * break=demand and break=cow: what demand_pages.c does with the faults of a few accesses.
 */
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <experiments/demand.h>
#include <experiments/experiment.h>

/* Runs @use with @handler in charge of the faults in an area without any mapping. */
static void with_handler(bool (*handler)(const struct fault *fault), void (*use)(void))
{
	demand.faults = 0;
	demand.area = get_vm_area(DEMAND_PAGES * PAGE_SIZE, VM_MAP);
	if (!demand.area)
		return;
	page_fault_handler = handler;
	use();
	page_fault_handler = NULL;
}

static noinline void touch_some(void)
{
	unsigned int nr;

	store_to(demand_address(0));
	store_to(demand_address(3));
	store_to(demand_address(3) + sizeof(u32)); /* the page is there by now */
	pr_info("experiment: a load from page 7 finds %u", load_from(demand_address(7)));
	nr = free_demand_area(0);
	pr_info("experiment: %u pages promised, %u faults, %u pages allocated", DEMAND_PAGES,
		demand.faults, nr);
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
		map_range(demand_address(i), demand_address(i + 1), __pa(original), PAGE_KERNEL_RO,
			  0);
	store_to(demand_address(1) + sizeof(u32));
	*(volatile u32 *)demand_address(1) = 2;
	pr_info("experiment: page 0 has %u, page 1 has %u", load_from(demand_address(0)),
		load_from(demand_address(1)));
	nr = free_demand_area(__pa(original));
	pr_info("experiment: %u fault, %u copy", demand.faults, nr);
	free_pages(original, 0);
}

static void share_and_write(void)
{
	with_handler(copy_on_write, write_to_shared);
}
EXPERIMENT(cow, .what = "two addresses share a page until one of them writes",
	   .run = share_and_write, .ending = RETURNS,
	   .why = "the shared page is read-only; the first write faults and gets a copy");
