// SPDX-License-Identifier: MIT
/* Tests of FIX_FDT (T): which device trees are accepted. */
#include "../unit/support.h"

#include <string.h>

static const unsigned long window = __fix_to_virt(FIX_FDT);

static bool refused(const void *fdt, const char *words)
{
	return !fdt && shown.why && strstr(shown.why, words);
}

TEST(T1_no_pointer)
{
	EXPECT_TRUE(t, refused(fixmap_remap_fdt(0, &shown.size, &shown.why), "no pointer"));
}

TEST(T2_misaligned_pointer)
{
	EXPECT_TRUE(t, refused(show_tree(4, TREE_MAGIC, 0x100), "aligned"));
}

TEST(T4_two_mebibytes_is_the_limit)
{
	EXPECT_TRUE(t, refused(show_tree(0, TREE_MAGIC, MAX_FDT_SIZE + 1), "larger than 2 MiB"));
	EXPECT_EQ(t, pages_from(window), 0);
	EXPECT_TRUE(t, show_tree(0, TREE_MAGIC, MAX_FDT_SIZE));
	EXPECT_EQ(t, pages_from(window), MAX_FDT_SIZE / PAGE_SIZE);
	restore_tree();
}

TEST(T5_pointer_keeps_the_page_offset)
{
	const void *fdt = show_tree(0x7f8, TREE_MAGIC, 0x123);

	EXPECT_EQ(t, fdt, kernel_pointer(window + 0x7f8));
	EXPECT_EQ(t, shown.size, 0x123);
	restore_tree();
}

/* Linux takes the size as an int: these two are negative there. */
TEST(T8_sizes_with_the_top_bit)
{
	EXPECT_TRUE(t, refused(show_tree(0, TREE_MAGIC, 0x80000000), "larger"));
	EXPECT_TRUE(t, refused(show_tree(0, TREE_MAGIC, 0xffffffff), "larger"));
	EXPECT_EQ(t, pages_from(window), 0);
	restore_tree();
}

static bool beyond(phys_addr_t dt_phys)
{
	return refused(fixmap_remap_fdt(dt_phys, &shown.size, &shown.why), "beyond");
}

/*
 * Linux lists all that might be wrong; here the words name what is. boot/main.c panics with them.
 */
TEST(T9_reason_is_told_and_success_tells_none)
{
	EXPECT_TRUE(t, beyond(BIT(phys_addr_bits())));
	EXPECT_TRUE(t, beyond(BIT(phys_addr_bits()) - 8));
	EXPECT_TRUE(t, beyond(-8UL));
	EXPECT_TRUE(t, show_tree(0, TREE_MAGIC, 0x100) && !shown.why);
	restore_tree();
}

TEST(pitfall_10_every_phase_of_a_page)
{
	for (unsigned long offset = 0; offset < PAGE_SIZE; offset += 8)
		EXPECT_EQ(t, show_tree(offset, TREE_MAGIC, 0x30), kernel_pointer(window + offset));
	restore_tree();
}

/* Whoever reads the header must find all of it mapped. */
TEST(pitfall_12_tree_shorter_than_its_header)
{
	EXPECT_TRUE(t, refused(show_tree(PAGE_SIZE - 8, TREE_MAGIC, 8), "header"));
	EXPECT_EQ(t, pages_from(window), 0);
	restore_tree();
}
