// SPDX-License-Identifier: MIT
/* Tests of FIX_FDT (T): accesses to the mapped tree. */
#include "support.h"

static const unsigned long window = __fix_to_virt(FIX_FDT);

/* Linux leaves the first page mapped. */
TEST(T3_wrong_magic_leaves_nothing_mapped)
{
	EXPECT_TRUE(t, !show_tree(0, TREE_MAGIC + 1, 0x100));
	EXPECT_EQ(t, pages_from(window), 0);
	EXPECT_TRUE(t, !loads(window));
	restore_tree();
}

TEST(T7_tree_is_read_only)
{
	EXPECT_TRUE(t, show_tree(0, TREE_MAGIC, 0x100));
	EXPECT_TRUE(t, loads(window) && !stores(window));
	EXPECT_TRUE(t, !cpu_forbids_execution() || !pte_executable(entry_of(window)));
	restore_tree();
}
