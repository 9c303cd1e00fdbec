// SPDX-License-Identifier: MIT
/* Tests of the fixmap (S): setting and clearing a slot. */
#include "../support.h"

static const unsigned long lab = __fix_to_virt(FIX_LAB);

static bool set_bugs(struct test *t, unsigned int idx)
{
	return CATCH_TRAP(&t->trap, set_fixmap(idx, scratch_phys())) == TRAP_BUG;
}

TEST(S4_hole_and_index_out_of_range_are_bugs)
{
	EXPECT_TRUE(t, set_bugs(t, FIX_HOLE));
	EXPECT_TRUE(t, set_bugs(t, __end_of_fixed_addresses));
	EXPECT_EQ(t, leads_to(FIXADDR_TOP), NOWHERE);
}

TEST(S5_low_bits_of_the_address_are_dropped)
{
	set_fixmap(FIX_LAB, scratch_phys() + 0xabc);
	EXPECT_EQ(t, leads_to(lab), scratch_phys());
	EXPECT_EQ(t, entry_of(lab).val, pte_mkpage(scratch_phys(), FIXMAP_PAGE_NORMAL).val);
	clear_fixmap(FIX_LAB);
}

TEST(S9_offset_inside_the_page_is_added)
{
	EXPECT_EQ(t, address_of(set_fixmap_offset_io(FIX_LAB, scratch_phys() + 0x18)), lab + 0x18);
	EXPECT_TRUE(t, pte_same_type(entry_of(lab), pte_mkpage(0, PAGE_IO)));
	clear_fixmap(FIX_LAB);
}
