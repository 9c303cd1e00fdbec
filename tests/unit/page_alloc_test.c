// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/fault_inject.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <bootmap/test.h>

TEST(buddy_blocks_are_aligned_and_apart)
{
	unsigned long before = nr_free_pages();
	char *block[10];

	for (unsigned int order = 0; order < ARRAY_SIZE(block); order++) {
		block[order] = alloc_pages(order);
		EXPECT_NE(t, block[order], NULL);
		EXPECT_EQ(t, __pa(block[order]) % (PAGE_SIZE << order), 0);
		for (unsigned int i = 0; i < order; i++)
			EXPECT_TRUE(t, block[i] + (PAGE_SIZE << i) <= block[order] ||
					       block[order] + (PAGE_SIZE << order) <= block[i]);
	}
	EXPECT_EQ(t, nr_free_pages(), before - (BIT(ARRAY_SIZE(block)) - 1));
	for (unsigned int order = 0; order < ARRAY_SIZE(block); order++)
		free_pages(block[order], order);
	EXPECT_EQ(t, nr_free_pages(), before);
}

/* Both pages of an aligned pair, freed in either order, are one block. */
TEST(buddy_halves_unite)
{
	for (unsigned int first = 0; first < 2; first++) {
		static char *page[1024] __noinit;
		unsigned int i = 0;

		page[0] = alloc_pages(0);
		do
			page[++i] = alloc_pages(0);
		while (__pa(page[i]) != (__pa(page[i - 1]) ^ PAGE_SIZE) &&
		       i + 1 < ARRAY_SIZE(page));
		free_pages(page[i - first], 0);
		free_pages(page[i - 1 + first], 0);
		EXPECT_LT(t, 0, page_of(__pa(page[i - 1]) & ~PAGE_SIZE)->order);
		while (i-- > 1)
			free_pages(page[i - 1], 0);
	}
}

TEST(buddy_refuses_what_it_did_not_hand_out)
{
	unsigned long before = nr_free_pages();
	char *block = alloc_pages(1);

	free_pages(block, 0);
	EXPECT_WARNING(t, "a block of another order");
	free_pages(block, 1);
	free_pages(block, 1);
	EXPECT_WARNING(t, "free already");
	free_pages((void *)0x1000, 0);
	EXPECT_WARNING(t, "no RAM");
	free_pages(NULL, 0);
	EXPECT_EQ(t, nr_free_pages(), before);
	EXPECT_EQ(t, alloc_pages(MAX_PAGE_ORDER + 1), NULL);
}

TEST(buddy_says_no_when_told_to)
{
	void *block;

	allocations_until_failure = 2;
	block = alloc_pages(0);
	EXPECT_NE(t, block, NULL);
	EXPECT_EQ(t, alloc_pages(0), NULL);
	free_pages(block, 0);
	EXPECT_EQ(t, allocations_until_failure, 0);
}

TEST(order_of_sizes)
{
	EXPECT_EQ(t, order_of(1), 0);
	EXPECT_EQ(t, order_of(PAGE_SIZE), 0);
	EXPECT_EQ(t, order_of(PAGE_SIZE + 1), 1);
	EXPECT_EQ(t, order_of(2 * PAGE_SIZE), 1);
	EXPECT_EQ(t, order_of(5 * PAGE_SIZE), 3);
}

TEST(buddy_notices_a_write_to_free_memory)
{
	char *block;

	if (!DEBUG)
		return; /* only debug builds poison */
	block = alloc_pages(0);
	free_pages(block, 0);
	block[100] = 1;
	block = alloc_pages(0);
	EXPECT_WARNING(t, "was written to while it was free");
	free_pages(block, 0);
}
