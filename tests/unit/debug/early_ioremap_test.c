// SPDX-License-Identifier: MIT
/* Tests of early_ioremap (E): allocation and refusals. Releasing is in early_iounmap_test.c. */
#include "../support.h"

#define SLOT_SIZE (NR_FIX_BTMAPS * PAGE_SIZE)

/* Linux searches a slot first, and reports "not found slot" for size 0 if all are in use. */
TEST(E2_reasons_have_an_order)
{
	void __iomem *lent[FIX_BTMAPS_SLOTS];

	EXPECT_REFUSED(t, scratch_phys(), 0, "size0");
	borrow_all(lent);
	EXPECT_REFUSED(t, ~0UL, 0, "size0");
	EXPECT_REFUSED(t, ~0UL, 2, "wrap");
	EXPECT_REFUSED(t, BIT(phys_addr_bits()), SLOT_SIZE + 1, "phys-width");
	EXPECT_REFUSED(t, scratch_phys(), SLOT_SIZE + 1, "too-big");
	EXPECT_REFUSED(t, scratch_phys(), 1, "no-slot");
	return_all(lent);
}

TEST(E3_lowest_free_slot)
{
	void __iomem *lent[FIX_BTMAPS_SLOTS];

	borrow_all(lent);
	for (int slot = 0; slot < FIX_BTMAPS_SLOTS; slot++)
		EXPECT_EQ(t, address_of(lent[slot]), slot_virt[slot]);
	early_iounmap(lent[5], PAGE_SIZE);
	early_iounmap(lent[2], PAGE_SIZE);
	lent[2] = early_ioremap(scratch_phys(), PAGE_SIZE);
	EXPECT_EQ(t, address_of(lent[2]), slot_virt[2]);
	lent[5] = early_ioremap(scratch_phys(), PAGE_SIZE);
	return_all(lent);
}

TEST(E8_the_top_of_the_space_is_no_wrap)
{
	phys_addr_t last_page = BIT(phys_addr_bits()) - PAGE_SIZE;
	void __iomem *p = early_ioremap(last_page, PAGE_SIZE);

	EXPECT_EQ(t, leads_to(address_of(p)), last_page);
	early_iounmap(p, PAGE_SIZE);
	EXPECT_REFUSED(t, -PAGE_SIZE, PAGE_SIZE, "phys-width");
	EXPECT_REFUSED(t, last_page, PAGE_SIZE + 1, "phys-width");
}

TEST(E10_addresses_ascend_as_indices_descend)
{
	size_t size = 3 * PAGE_SIZE;
	unsigned long va = address_of(early_ioremap(scratch_phys(), size));

	for (size_t offset = 0; offset < size; offset += PAGE_SIZE)
		EXPECT_EQ(t, leads_to(va + offset), scratch_phys() + offset);
	EXPECT_TRUE(t, __virt_to_fix(va + PAGE_SIZE) == __virt_to_fix(va) - 1);
	early_iounmap((void __force __iomem *)va, size);
}

TEST(E24_after_boot_is_too_late)
{
	early_ioremap_close();
	EXPECT_REFUSED(t, scratch_phys(), 1, "too-late");
	early_ioremap_setup();
	early_iounmap(early_ioremap(scratch_phys(), 1), 1);
}
