// SPDX-License-Identifier: MIT
/* Tests of FIX_FDT (T): which pages are mapped, and which are not. */
#include "../support.h"

static const unsigned long window = __fix_to_virt(FIX_FDT);

/* From the last possible start, over the boundary between the window's two tables. */
TEST(T6_largest_tree_at_the_last_phase)
{
	EXPECT_TRUE(t, show_tree(PAGE_SIZE - 8, TREE_MAGIC, MAX_FDT_SIZE));
	EXPECT_EQ(t, pages_from(window), FIX_FDT_PAGES);
	EXPECT_EQ(t, leads_to(window + PMD_SIZE), scratch_phys() + PMD_SIZE);
	restore_tree();
}

TEST(pitfall_09_no_neighbour_is_mapped_along)
{
	EXPECT_TRUE(t, show_tree(PAGE_SIZE - 0x40, TREE_MAGIC, 0x40));
	EXPECT_EQ(t, pages_from(window), 1);
	EXPECT_TRUE(t, show_tree(PAGE_SIZE - 0x40, TREE_MAGIC, 0x41));
	EXPECT_EQ(t, pages_from(window), 2);
	restore_tree();
}
