// SPDX-License-Identifier: MIT
/* Tests of ioremap() that check only tables and messages. Most addresses need no device. */
#include "../support.h"

#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <bootmap/vmalloc.h>
#include <errno.h>
#include <string.h>
#include <tests/fault_inject.h>

TEST(I6_I7_offset_is_kept_inside_the_vmalloc_area)
{
	WITH_MAPPING(t, p, ioremap(DEVICE + 0x123, 4), {
		EXPECT_EQ(t, address_of(p) & ~PAGE_MASK, 0x123);
		EXPECT_TRUE(t, address_of(p) >= VMALLOC_START && address_of(p) < VMALLOC_END);
		EXPECT_EQ(t, leads_to(address_of(p)), DEVICE + 0x123);
		EXPECT_EQ(t, pages_from(address_of(p) & PAGE_MASK), 1);
	});
	WITH_MAPPING(t, p, ioremap(DEVICE + 0xfff, 2),
		     EXPECT_EQ(t, pages_from(address_of(p) & PAGE_MASK), 2));
}

TEST(I8_guard_page_behind_each_area)
{
	static const size_t sizes[] = { 1, 3, 15, 16, 17, 511, 512, 1023, 1024 };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		WITH_MAPPING(t, p, ioremap(DEVICE, sizes[i] * PAGE_SIZE), {
			EXPECT_EQ(t, leads_to(address_of(p) + sizes[i] * PAGE_SIZE), NOWHERE);
			EXPECT_EQ(t, leads_to(address_of(p) + sizes[i] * PAGE_SIZE - 1),
				  DEVICE + sizes[i] * PAGE_SIZE - 1);
		});
}

static int level_of(const volatile void __iomem *p)
{
	struct pgtable_walk walk;

	return pgtable_walk(address_of(p), &walk) ? walk.depth - 1 : -1;
}

/* Blocks of 1 GiB are an option on x86-64. */
static int largest_blocks(void)
{
	return level_has_blocks(1) ? 1 : 2;
}

TEST(I9_I10_pitfall_18_blocks_where_both_addresses_allow)
{
	WITH_MAPPING(t, p, ioremap(DEVICE, PMD_SIZE), {
		EXPECT_EQ(t, level_of(p), 2);
		EXPECT_EQ(t, address_of(p) % PMD_SIZE, 0);
	});
	WITH_MAPPING(t, p, ioremap(DEVICE, PUD_SIZE), EXPECT_EQ(t, level_of(p), largest_blocks()));
	WITH_MAPPING(t, p, ioremap(DEVICE + PAGE_SIZE, 2 * PMD_SIZE), {
		EXPECT_EQ(t, level_of(p), 3);
		EXPECT_EQ(t, level_of(p + PMD_SIZE), 2);
		EXPECT_EQ(t, leads_to(address_of(p)), DEVICE + PAGE_SIZE);
		EXPECT_EQ(t, leads_to(address_of(p) + 2 * PMD_SIZE - 1),
			  DEVICE + PAGE_SIZE + 2 * PMD_SIZE - 1);
	});
	WITH_MAPPING(t, p, ioremap(DEVICE + PMD_SIZE, PUD_SIZE), EXPECT_EQ(t, level_of(p), 2));
}

/* Virtual address on a block's boundary, physical address not: pages, each to its place. */
TEST(pitfall_18_blocks_need_both_addresses)
{
	struct vm_struct *area = get_vm_area(4 * PMD_SIZE, VM_IOREMAP);

	EXPECT_EQ(t,
		  ioremap_page_range(area->addr, area->addr + 2 * PMD_SIZE, DEVICE + PAGE_SIZE,
				     PAGE_IO),
		  0);
	EXPECT_EQ(t, area->addr % PMD_SIZE, 0);
	for (unsigned long offset = 0; offset < 2 * PMD_SIZE; offset += PMD_SIZE / 2)
		EXPECT_EQ(t, leads_to(area->addr + offset), DEVICE + PAGE_SIZE + offset);
	EXPECT_EQ(t, level_of((void __iomem *)area->addr), 3);
	free_vm_area(area);
}

/* More than one top-level entry spans: still no block there, for level 0 has none. */
TEST(pitfall_19_no_blocks_at_the_top)
{
	struct vm_struct *area = get_vm_area(PUD_SIZE, VM_IOREMAP);

	EXPECT_TRUE(t, !level_has_blocks(0) && !level_has_blocks(3));
	EXPECT_EQ(t, ioremap_page_range(area->addr, area->addr + PUD_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, level_of((void __iomem *)area->addr), largest_blocks());
	free_vm_area(area);
}

TEST(I10_contiguous_hint_for_sixteen_pages)
{
	SKIP_UNLESS(t, CONT_PTES > 1, "this architecture has no such hint");
	WITH_MAPPING(t, p, ioremap(DEVICE, 16 * PAGE_SIZE),
		     EXPECT_TRUE(t, pte_cont(entry_of(address_of(p)))));
	WITH_MAPPING(t, p, ioremap(DEVICE, 15 * PAGE_SIZE),
		     EXPECT_TRUE(t, !pte_cont(entry_of(address_of(p)))));
	WITH_MAPPING(t, p, ioremap(DEVICE + 8 * PAGE_SIZE, 32 * PAGE_SIZE), {
		EXPECT_TRUE(t, !pte_cont(entry_of(address_of(p) + 7 * PAGE_SIZE)));
		EXPECT_TRUE(t, pte_cont(entry_of(address_of(p) + 8 * PAGE_SIZE)));
		EXPECT_TRUE(t, pte_cont(entry_of(address_of(p) + 23 * PAGE_SIZE)));
		EXPECT_TRUE(t, !pte_cont(entry_of(address_of(p) + 24 * PAGE_SIZE)));
	});
}

TEST(I11_only_the_first_page_is_accepted)
{
	void __iomem *p = ioremap(DEVICE + 0x10, 3 * PAGE_SIZE);

	iounmap(p + PAGE_SIZE);
	EXPECT_WARNING(t, "not the first page");
	iounmap(p + 4 * PAGE_SIZE); /* the guard page */
	EXPECT_WARNING(t, "not the first page");
	EXPECT_EQ(t, leads_to(address_of(p)), DEVICE + 0x10);
	iounmap(p - 0x10); /* the page is what counts */
	EXPECT_EQ(t, leads_to(address_of(p)), NOWHERE);
	iounmap(NULL);
	iounmap((void __iomem *)(KIMAGE_VADDR));
	EXPECT_WARNING(t, "unknown");
	iounmap((void __iomem *)(VMALLOC_END - PAGE_SIZE));
	EXPECT_WARNING(t, "unknown");
	iounmap((void __iomem *)(VMALLOC_START));
	EXPECT_WARNING(t, "unknown");
}

TEST(I12_I14_double_iounmap_is_refused)
{
	void __iomem *p = ioremap(DEVICE, PAGE_SIZE);

	iounmap(p);
	iounmap(p);
	EXPECT_WARNING(t, "unknown");
}

TEST(I17_busy_entries_are_refused_and_kept)
{
	struct vm_struct *area = get_vm_area(4 * PAGE_SIZE, VM_IOREMAP);
	unsigned long third = area->addr + 2 * PAGE_SIZE;

	EXPECT_EQ(t, ioremap_page_range(third, third + PAGE_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, ioremap_page_range(area->addr, area->addr + 4 * PAGE_SIZE, DEVICE, PAGE_IO),
		  -EBUSY);
	EXPECT_WARNING(t, "is already mapped");
	EXPECT_EQ(t, leads_to(area->addr), NOWHERE);
	EXPECT_EQ(t, leads_to(third), DEVICE);
	free_vm_area(area);
}

TEST(I18_pitfall_48_ioremap_page_range_stays_in_its_area)
{
	struct vm_struct *area = get_vm_area(2 * PAGE_SIZE, VM_IOREMAP);
	struct vm_struct *other = get_vm_area(2 * PAGE_SIZE, VM_ALLOC);

	EXPECT_EQ(t, ioremap_page_range(other->addr, other->addr + PAGE_SIZE, DEVICE, PAGE_IO),
		  -EINVAL);
	EXPECT_WARNING(t, "is not in an area for VM_IOREMAP");
	EXPECT_EQ(t, ioremap_page_range(area->addr, area->addr + 3 * PAGE_SIZE, DEVICE, PAGE_IO),
		  -ERANGE);
	EXPECT_WARNING(t, "does not contain");
	free_vm_area(area);
	free_vm_area(other);
}

TEST(I20_never_executable)
{
	SKIP_UNLESS(t, cpu_forbids_execution(), "this CPU cannot forbid execution");
	WITH_MAPPING(t, p, ioremap(DEVICE, 1),
		     EXPECT_TRUE(t, !pte_executable(entry_of(address_of(p)))));
	WITH_MAPPING(t, p, ioremap_cache(DEVICE, 1),
		     EXPECT_TRUE(t, !pte_executable(entry_of(address_of(p)))));
}

/* The same addresses as a page, then as a block, with the table between them gone. */
TEST(I23_pitfall_26_28_page_then_block_in_one_area)
{
	struct vm_struct *area = get_vm_area(PMD_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, tables;

	unmap_area(va, va + PMD_SIZE, 0);
	tables = nr_free_pages();
	EXPECT_EQ(t, ioremap_page_range(va, va + PAGE_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, level_of((void __iomem *)va), 3);
	EXPECT_EQ(t, unmap_range(va, va + PAGE_SIZE), 0);
	EXPECT_EQ(t, nr_free_pages(), tables);
	EXPECT_EQ(t, ioremap_page_range(va, va + PMD_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, level_of((void __iomem *)va), 2);
	free_vm_area(area);
}

TEST(alias_of_another_type_is_refused_in_debug_builds)
{
	void __iomem *p;

	SKIP_UNLESS(t, DEBUG, "only debug builds look for aliases");
	p = ioremap(DEVICE, 3 * PAGE_SIZE);
	EXPECT_NULL(t, ioremap_wc(DEVICE + 2 * PAGE_SIZE + 8, 8), "alias");
	WITH_MAPPING(t, other, ioremap(DEVICE, PAGE_SIZE), (void)0);
	WITH_MAPPING(t, other, ioremap_wc(DEVICE + 3 * PAGE_SIZE, PAGE_SIZE), (void)0);
	iounmap(p);
}

TEST(pitfall_31_ten_thousand_times_the_same)
{
	unsigned long before;

	iounmap(ioremap(DEVICE, PMD_SIZE + PAGE_SIZE));
	before = nr_free_pages();
	for (int i = 0; i < 10000; i++)
		iounmap(ioremap(DEVICE, i % 2 ? PAGE_SIZE : PMD_SIZE + PAGE_SIZE));
	EXPECT_EQ(t, nr_free_pages(), before);
}

TEST(pitfall_32_part_of_a_block_cannot_be_unmapped)
{
	struct vm_struct *area = get_vm_area(2 * PMD_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, end = va + 2 * PMD_SIZE;

	EXPECT_EQ(t, ioremap_page_range(va, end, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, unmap_range(va + PAGE_SIZE, va + 2 * PAGE_SIZE), -EINVAL);
	EXPECT_EQ(t, unmap_range(va, va + PMD_SIZE + PAGE_SIZE), -EINVAL);
	EXPECT_EQ(t, leads_to(va), DEVICE);
	EXPECT_EQ(t, unmap_range(va, va + PMD_SIZE), 0);
	EXPECT_EQ(t, leads_to(va), NOWHERE);
	EXPECT_EQ(t, leads_to(va + PMD_SIZE), DEVICE + PMD_SIZE);
	if (CONT_PTES > 1) {
		EXPECT_EQ(t, ioremap_page_range(va, va + 32 * PAGE_SIZE, DEVICE, PAGE_IO), 0);
		EXPECT_EQ(t, unmap_range(va, va + PAGE_SIZE), -EINVAL);
	}
	free_vm_area(area);
}

/* Each allocation on the way fails once: the caller gets NULL, and nothing stays behind. */
TEST(ioremap_leaves_nothing_behind_when_memory_ends)
{
	static const size_t sizes[] = { PAGE_SIZE, PMD_SIZE + PAGE_SIZE, PUD_SIZE + PMD_SIZE };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		void __iomem *p = ioremap(DEVICE + PAGE_SIZE, sizes[i]);
		unsigned long before;
		bool failed;

		iounmap(p);
		before = nr_free_pages();
		for (unsigned int failing = 1;; failing++) {
			allocations_until_failure = failing;
			p = ioremap(DEVICE + PAGE_SIZE, sizes[i]);
			failed = !allocations_until_failure;
			allocations_until_failure = 0;
			if (!failed)
				break;
			EXPECT_EQ(t, p, NULL);
			EXPECT_WARNING(t, "refused: no-");
			EXPECT_EQ(t, nr_free_pages(), before);
		}
		iounmap(p);
		EXPECT_EQ(t, nr_free_pages(), before);
	}
}

/* An area begins as far into its slot as its device behind a large page: the space in front is nobody's. */
TEST(I18_the_space_around_an_area_is_not_the_area)
{
	const phys_addr_t phys = DEVICE + 5 * PAGE_SIZE;
	struct vm_struct *area = get_vm_area_at(phys, 2 * PMD_SIZE, VM_IOREMAP, 0);
	unsigned long va = area->addr, end = va + vm_area_size(area);

	EXPECT_EQ(t, ioremap_page_range(va - PAGE_SIZE, va, DEVICE, PAGE_IO), -ERANGE);
	EXPECT_WARNING(t, "does not contain");
	EXPECT_EQ(t, ioremap_page_range(va, va, DEVICE, PAGE_IO), -ERANGE);
	EXPECT_WARNING(t, "does not contain");
	EXPECT_EQ(t, ioremap_page_range(end, end + PAGE_SIZE, DEVICE, PAGE_IO), -ERANGE);
	EXPECT_WARNING(t, "does not contain");
	EXPECT_EQ(t, ioremap_page_range(va, end, phys, PAGE_IO), 0);
	EXPECT_EQ(t, leads_to(end - 1), phys + 2 * PMD_SIZE - 1);
	free_vm_area(area);
	EXPECT_EQ(t, ioremap_page_range(va, end, DEVICE, PAGE_IO), -EINVAL);
	EXPECT_WARNING(t, "is not in an area");
}

TEST(an_area_can_bear_the_name_of_its_device)
{
	void __iomem *p = ioremap(DEVICE + 8, 4);
	char owner[64];

	ioremap_set_owner(p, "a device");
	vm_area_owner(owner, sizeof(owner), find_vm_area(address_of(p)));
	EXPECT_EQ(t, strcmp(owner, "a device"), 0);
	ioremap_set_owner((void __iomem *)__va(memblock_start_of_DRAM()), "RAM has no area");
	iounmap(p);
}

/* Only where a large page fits does an area need the room to be aligned to one. */
TEST(small_areas_need_small_slots_wherever_their_device_is)
{
	struct vm_struct *first = get_vm_area_at(DEVICE, PMD_SIZE, VM_IOREMAP, 0);
	struct vm_struct *last =
		get_vm_area_at(DEVICE + PUD_SIZE - PMD_SIZE, PMD_SIZE, VM_IOREMAP, 0);

	/* They lie in the region for areas of one size, not far from each other. */
	EXPECT_LT(t, last->addr - first->addr + PUD_SIZE, 2 * PUD_SIZE);
	EXPECT_EQ(t, first->addr % PMD_SIZE + last->addr % PMD_SIZE, 0);
	free_vm_area(first);
	free_vm_area(last);
}
