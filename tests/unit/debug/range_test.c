// SPDX-License-Identifier: MIT
/* Tests of mapping ranges without a real MMU: refusals, and the contents of the tables. */
#include "../support.h"

#include <bootmap/ioremap.h>
#include <bootmap/vmalloc.h>
#include <errno.h>

TEST(no_range_and_parts_of_pages_are_refused)
{
	struct vm_struct *area = get_vm_area(4 * PAGE_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, end = va + 4 * PAGE_SIZE;

	EXPECT_EQ(t, ioremap_page_range(va, end, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, unmap_range(va, va), -EINVAL);
	EXPECT_EQ(t, unmap_range(end, va), -EINVAL);
	EXPECT_EQ(t, unmap_range(va + 8, end), -EINVAL);
	EXPECT_EQ(t, unmap_range(va, end - 8), -EINVAL);
	EXPECT_EQ(t, protect_range(va, va, PAGE_KERNEL), -EINVAL);
	EXPECT_EQ(t, protect_range(end, va, PAGE_KERNEL), -EINVAL);
	EXPECT_EQ(t, protect_range(va + 8, end, PAGE_KERNEL), -EINVAL);
	EXPECT_EQ(t, protect_range(va, end - 8, PAGE_KERNEL), -EINVAL);
	EXPECT_EQ(t, pages_from(va), 4);
	EXPECT_TRUE(t, pte_same_type(entry_of(va), pte_mkpage(0, PAGE_IO)));
	EXPECT_EQ(t, unmap_range(va, end), 0);
	/* Where nothing is mapped, no leaf is cut. */
	EXPECT_EQ(t, unmap_range(va + 8, end), -EINVAL);
	EXPECT_EQ(t, unmap_range(va, end - 8), -EINVAL);
	free_vm_area(area);
}

/* A group with the contiguous hint must stay alike, and a block cannot be cut. */
TEST(pitfall_32_part_of_a_block_or_group_keeps_its_rights)
{
	struct vm_struct *area = get_vm_area(2 * PMD_SIZE, VM_IOREMAP);
	unsigned long va = area->addr, pages = va + PMD_SIZE;

	EXPECT_EQ(t, ioremap_page_range(va, va + PMD_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, ioremap_page_range(pages, pages + 32 * PAGE_SIZE, DEVICE, PAGE_IO), 0);
	EXPECT_EQ(t, protect_range(va + PAGE_SIZE, va + PMD_SIZE, PAGE_IO_WC), -EINVAL);
	EXPECT_EQ(t, protect_range(va, va + PAGE_SIZE, PAGE_IO_WC), -EINVAL);
	EXPECT_EQ(t, protect_range(va, va + PMD_SIZE, PAGE_IO_WC), 0);
	EXPECT_TRUE(t, pte_same_type(entry_of(va), pte_mkpage(0, PAGE_IO_WC)));
	EXPECT_EQ(t, leads_to(va + PMD_SIZE - 1), DEVICE + PMD_SIZE - 1);
	EXPECT_EQ(t, protect_range(pages, pages + 32 * PAGE_SIZE, PAGE_IO_WC),
		  CONT_PTES > 1 ? -EINVAL : 0);
	EXPECT_EQ(t, pte_same_type(entry_of(pages), pte_mkpage(0, PAGE_IO)), CONT_PTES > 1);
	free_vm_area(area);
}

TEST(a_block_needs_both_addresses_aligned)
{
	struct vm_struct *area = get_vm_area(3 * PMD_SIZE, VM_MAP);
	unsigned long va = ROUND_UP(area->addr, PMD_SIZE);

	EXPECT_EQ(t, map_range(va, va + PMD_SIZE, DEVICE + PAGE_SIZE, PAGE_IO, 0), 0);
	EXPECT_EQ(t, leads_to(va), DEVICE + PAGE_SIZE);
	EXPECT_EQ(t, leads_to(va + PMD_SIZE - 1), DEVICE + PAGE_SIZE + PMD_SIZE - 1);
	EXPECT_EQ(t, leads_to(va + PMD_SIZE), NOWHERE);
	free_vm_area(area);
}

/* Its end would count what went before once more, and free a table that others still use. */
TEST(what_was_mapped_as_a_whole_is_not_unmapped_in_parts)
{
	void __iomem *other = ioremap(DEVICE, 3 * PAGE_SIZE);
	unsigned long memory = (unsigned long)vmalloc(4 * PAGE_SIZE);
	void __iomem *p = ioremap(DEVICE, 3 * PAGE_SIZE);
	unsigned long va = address_of(p);

	EXPECT_EQ(t, unmap_range(va, va + 3 * PAGE_SIZE), -EBUSY);
	EXPECT_EQ(t, unmap_range(va - PAGE_SIZE, va + PAGE_SIZE), -EBUSY);
	EXPECT_EQ(t, unmap_range(va + 2 * PAGE_SIZE, va + 64 * PAGE_SIZE), -EBUSY);
	EXPECT_EQ(t, unmap_range(va + PAGE_SIZE, va + 2 * PAGE_SIZE), -EBUSY);
	/* Around it, and all of the vmalloc area. */
	EXPECT_EQ(t, unmap_range(va - PAGE_SIZE, va + 4 * PAGE_SIZE), -EBUSY);
	EXPECT_EQ(t, unmap_range(VMALLOC_START, VMALLOC_END), -EBUSY);
	EXPECT_EQ(t, pages_from(va), 3);
	iounmap(p);
	EXPECT_EQ(t, leads_to(va), NOWHERE);
	EXPECT_EQ(t, unmap_range(memory, memory + PAGE_SIZE), -EBUSY);
	vfree((void *)memory);
	EXPECT_EQ(t, leads_to(address_of(other)), DEVICE);
	iounmap(other);
}
