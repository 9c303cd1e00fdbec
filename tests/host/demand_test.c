// SPDX-License-Identifier: MIT
/* Tests of demand paging and copy on write, before the strict MMU. A test plays the CPU. */
#include "../unit/support.h"
#include "host.h"

#include <asm/mmu.h>
#include <bootmap/page_alloc.h>
#include <bootmap/printk.h>
#include <experiments/demand.h>
#include <string.h>
#include <tests/fault_inject.h>

#define LAST (DEMAND_PAGES - 1)

static void begin(void)
{
	demand.area = get_vm_area(DEMAND_PAGES * PAGE_SIZE, VM_MAP);
	demand.faults = 0;
}

/* How much memory is free, when the allocators have what the first area of all needs for good. */
static unsigned long free_at_first(void)
{
	struct vm_struct *area = get_vm_area(DEMAND_PAGES * PAGE_SIZE, VM_MAP);

	map_range(area->addr, area->addr + PAGE_SIZE, scratch_phys(), PAGE_KERNEL, 0);
	free_vm_area(area);
	return nr_free_pages();
}

static struct fault fault_at(unsigned long va, enum trap_kind kind, enum fault_cause cause)
{
	return (struct fault){ .kind = kind, .cause = cause, .address = va, .has_address = true };
}

/*
 * An access, repeated after each fault that @handler says is handled, but not for ever.
 * Return: the memory behind @va; NULL: the fault remains.
 */
static void *access_with(bool (*handler)(const struct fault *fault), unsigned long va,
			 enum trap_kind kind)
{
	void *volatile memory = NULL;
	struct trap trap;

	for (volatile unsigned int tries = 0; tries < 3; tries++) {
		enum fault_cause cause =
			leads_to(va) == NOWHERE ? CAUSE_TRANSLATION : CAUSE_PERMISSION;
		struct fault fault = fault_at(va, kind, cause);

		if (CATCH_TRAP(&trap, memory = mmu_access(va, sizeof(u32), kind)) == TRAP_NONE)
			return memory;
		if (trap.kind != kind)
			return NULL;
		if (!handler(&fault)) {
			pr_info("# the handler returned false: the fault is not handled");
			return NULL;
		}
	}
	pr_info("# the handler returned true three times, and each time the access failed again");
	return NULL;
}

static u8 *touch(unsigned long va, enum trap_kind kind)
{
	return access_with(map_on_demand, va, kind);
}

/* The memory of pages that nobody uses holds something. */
static void leave_traces(void)
{
	void *pages[16];

	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		pages[i] = alloc_pages(0);
		memset(pages[i], 0xa5, PAGE_SIZE);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++)
		free_pages(pages[i], 0);
}

static bool is_filled(const u8 *page, u8 byte)
{
	for (unsigned int i = 0; i < PAGE_SIZE; i++)
		if (page[i] != byte)
			return false;
	return true;
}

TEST(the_first_access_brings_a_page_of_zeros)
{
	unsigned long before = free_at_first();

	leave_traces();
	begin();
	EXPECT_TRUE(t, touch(demand_address(2) + 0x124, TRAP_READ));
	EXPECT_TRUE(t, is_filled(kernel_pointer(demand_address(2)), 0));
	EXPECT_TRUE(t, stores(demand_address(2)));
	EXPECT_EQ(t, demand.faults, 1);
	EXPECT_EQ(t, free_demand_area(0), 1);
	EXPECT_EQ(t, nr_free_pages(), before);
}

TEST(each_page_of_the_area_comes_by_its_own_fault)
{
	unsigned long before = free_at_first();

	begin();
	EXPECT_TRUE(t, touch(demand_address(0), TRAP_WRITE));
	EXPECT_TRUE(t, touch(demand_address(3) + PAGE_SIZE - 4, TRAP_READ));
	EXPECT_TRUE(t, touch(demand_address(3), TRAP_WRITE)); /* is there by now */
	EXPECT_TRUE(t, touch(demand_address(DEMAND_PAGES) - 4, TRAP_WRITE));
	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		EXPECT_EQ(t, leads_to(demand_address(i)) != NOWHERE, !i || i == 3 || i == LAST);
	EXPECT_NE(t, leads_to(demand_address(0)), leads_to(demand_address(3)));
	EXPECT_EQ(t, demand.faults, 3);
	EXPECT_EQ(t, free_demand_area(0), 3);
	EXPECT_EQ(t, nr_free_pages(), before);
}

/* It is nobody's business here: the kernel reports it. */
static void expect_unhandled(struct test *t, int line, bool (*handler)(const struct fault *fault),
			     struct fault fault)
{
	unsigned long before = nr_free_pages();
	unsigned int faults = demand.faults;

	test_expect_true(!handler(&fault), t, line);
	test_expect_eq(nr_free_pages(), before, t, line);
	test_expect_eq(demand.faults, faults, t, line);
}

#define EXPECT_UNHANDLED(handler, va, kind, cause) \
	expect_unhandled(t, __LINE__, handler, fault_at(va, kind, cause))

static void expect_only_the_area(struct test *t, bool (*handler)(const struct fault *fault),
				 enum fault_cause cause)
{
	struct fault nameless = fault_at(demand_address(1), TRAP_WRITE, cause);

	nameless.has_address = false;
	expect_unhandled(t, __LINE__, handler, nameless);
	EXPECT_UNHANDLED(handler, demand_address(0) - 1, TRAP_WRITE, cause);
	EXPECT_UNHANDLED(handler, demand_address(DEMAND_PAGES), TRAP_WRITE, cause);
	EXPECT_UNHANDLED(handler, demand_address(1), TRAP_EXEC, cause);
	EXPECT_UNHANDLED(handler, demand_address(1), TRAP_WRITE, CAUSE_ALIGNMENT);
	EXPECT_UNHANDLED(handler, demand_address(1), TRAP_WRITE, CAUSE_EXTERNAL);
	EXPECT_UNHANDLED(handler, 0, TRAP_WRITE, cause);
}

TEST(map_on_demand_handles_only_what_is_missing)
{
	begin();
	expect_only_the_area(t, map_on_demand, CAUSE_TRANSLATION);
	EXPECT_UNHANDLED(map_on_demand, demand_address(1), TRAP_WRITE, CAUSE_PERMISSION);
	EXPECT_EQ(t, leads_to(demand_address(0)), NOWHERE);
	EXPECT_EQ(t, leads_to(demand_address(1)), NOWHERE);
	EXPECT_EQ(t, free_demand_area(0), 0);
}

TEST(without_memory_nothing_is_mapped_and_nothing_is_lost)
{
	unsigned long before = free_at_first();

	begin();
	/* First there is no page, then no table for it. */
	for (unsigned int nr = 1; nr <= 2; nr++) {
		struct fault fault = fault_at(demand_address(1), TRAP_READ, CAUSE_TRANSLATION);

		allocations_until_failure = nr;
		EXPECT_TRUE(t, !map_on_demand(&fault));
		allocations_until_failure = 0;
		EXPECT_EQ(t, leads_to(demand_address(1)), NOWHERE);
		EXPECT_EQ(t, nr_free_pages(), before);
	}
	EXPECT_TRUE(t, touch(demand_address(1), TRAP_READ));
	free_demand_area(0);
	EXPECT_EQ(t, nr_free_pages(), before);
}

static u8 *original;

/* The first two pages of the area share one. */
static void share(void)
{
	begin();
	original = alloc_pages(0);
	memset(original, 0x3c, PAGE_SIZE);
	for (unsigned int i = 0; i < 2; i++)
		map_range(demand_address(i), demand_address(i + 1), __pa(original), PAGE_KERNEL_RO,
			  0);
}

static u8 *write_to_second(void)
{
	return access_with(copy_on_write, demand_address(1) + 0x124, TRAP_WRITE);
}

TEST(the_first_write_gets_a_copy_of_the_whole_page)
{
	u8 *memory, *copy;

	share();
	memory = write_to_second();
	EXPECT_TRUE(t, memory);
	copy = kernel_pointer(demand_address(1));
	EXPECT_TRUE(t, copy != original && memory == copy + 0x124);
	EXPECT_TRUE(t, is_filled(copy, 0x3c));
	EXPECT_TRUE(t, stores(demand_address(1)));
	EXPECT_EQ(t, demand.faults, 1);
	EXPECT_EQ(t, free_demand_area(__pa(original)), 1);
	free_pages(original, 0);
}

TEST(the_other_address_keeps_the_shared_page)
{
	share();
	memset(write_to_second(), 0, sizeof(u32));
	EXPECT_EQ(t, kernel_pointer(demand_address(0)), original);
	EXPECT_TRUE(t, is_filled(original, 0x3c));
	EXPECT_TRUE(t, !stores(demand_address(0)));
	EXPECT_TRUE(t, access_with(copy_on_write, demand_address(0), TRAP_READ));
	EXPECT_EQ(t, leads_to(demand_address(0)), __pa(original));
	EXPECT_EQ(t, free_demand_area(__pa(original)), 1);
	free_pages(original, 0);
}

TEST(copy_on_write_handles_only_stores)
{
	share();
	expect_only_the_area(t, copy_on_write, CAUSE_PERMISSION);
	EXPECT_UNHANDLED(copy_on_write, demand_address(2), TRAP_WRITE, CAUSE_TRANSLATION);
	EXPECT_EQ(t, leads_to(demand_address(1)), __pa(original));
	EXPECT_EQ(t, free_demand_area(__pa(original)), 0);
	free_pages(original, 0);
}

TEST(without_memory_for_a_copy_the_page_stays_shared)
{
	struct fault fault;

	share();
	fault = fault_at(demand_address(1), TRAP_WRITE, CAUSE_PERMISSION);
	allocations_until_failure = 1;
	EXPECT_TRUE(t, !copy_on_write(&fault));
	allocations_until_failure = 0;
	EXPECT_EQ(t, leads_to(demand_address(1)), __pa(original));
	EXPECT_TRUE(t, write_to_second());
	EXPECT_EQ(t, free_demand_area(__pa(original)), 1);
	free_pages(original, 0);
}

/* A page that goes back too early, or twice, is an objection of the MMU or of the allocator. */
TEST(the_area_goes_back_with_all_its_pages)
{
	unsigned long before = free_at_first(), va;

	begin();
	va = demand_address(0);
	for (unsigned int i = 0; i < DEMAND_PAGES; i++)
		EXPECT_TRUE(t, touch(demand_address(i), TRAP_WRITE));
	mmu_watch(va, va + DEMAND_PAGES * PAGE_SIZE);
	EXPECT_EQ(t, free_demand_area(0), DEMAND_PAGES);
	mmu_watch(0, 0);
	EXPECT_EQ(t, nr_free_pages(), before);
	EXPECT_EQ(t, leads_to(va), NOWHERE);
	EXPECT_EQ(t, find_vm_area(va), NULL);
	EXPECT_EQ(t, mmu_stale(), 0);
}
