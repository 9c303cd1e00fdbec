// SPDX-License-Identifier: MIT
/* Tests of early_iounmap (E): releasing, and that wrong arguments change nothing. */
#include "../support.h"

TEST(E12_only_the_exact_pointer)
{
	void __iomem *p = early_ioremap(scratch_phys() + 8, 16);

	EXPECT_NOT_RETURNED(t, address_of(p) + 1, 16, "unknown");
	EXPECT_NOT_RETURNED(t, address_of(p) - 1, 16, "unknown");
	EXPECT_NOT_RETURNED(t, address_of(p) & PAGE_MASK, 16, "unknown");
	EXPECT_TRUE(t, loads(address_of(p)));
	early_iounmap(p, 16);
	EXPECT_EQ(t, early_ioremap_slots_used(), 0);
}

TEST(E14_wrong_size_leaves_it_lent)
{
	void __iomem *p = early_ioremap(scratch_phys(), 2 * PAGE_SIZE);

	EXPECT_NOT_RETURNED(t, address_of(p), PAGE_SIZE, "size-mismatch");
	EXPECT_EQ(t, pages_from(address_of(p)), 2);
	EXPECT_EQ(t, early_ioremap_slots_used(), 1);
	early_iounmap(p, 2 * PAGE_SIZE);
}

/* Linux finds the first free slot for NULL, and then believes its stale size. */
TEST(E16_null_is_refused_by_name)
{
	early_iounmap(early_ioremap(scratch_phys(), 100), 100);
	EXPECT_NOT_RETURNED(t, 0, 100, "unknown");
	EXPECT_NOT_RETURNED(t, 0, 0, "unknown");
}

TEST(E17_all_pages_go_and_the_slot_is_free)
{
	size_t size = NR_FIX_BTMAPS * PAGE_SIZE;
	void __iomem *p = early_ioremap(scratch_phys(), size);

	early_iounmap(p, size);
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		EXPECT_EQ(t, bm_pte[i].val, 0);
	EXPECT_EQ(t, early_ioremap(scratch_phys() + PAGE_SIZE, 1), p);
	EXPECT_EQ(t, leads_to(address_of(p)), scratch_phys() + PAGE_SIZE);
	early_iounmap(p, 1);
}

TEST(E19_leaks_are_counted_and_named)
{
	void __iomem *p = early_ioremap(scratch_phys(), 100);

	t->warnings_expected++; /* the headline */
	EXPECT_EQ(t, check_early_ioremap_leak(), 1);
	EXPECT_WARNING(t, "0x64 bytes, never unmapped by");
	early_iounmap(p, 100);
	EXPECT_EQ(t, check_early_ioremap_leak(), 0);
}
