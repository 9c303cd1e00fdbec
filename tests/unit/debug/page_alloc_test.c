// SPDX-License-Identifier: MIT
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/pgtable.h>
#include <tests/fault_inject.h>
#include <tests/test.h>

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

/* Two single pages that are buddies; all that was tried before them is given back. */
static void alloc_buddies(char *buddy[2])
{
	static char *page[1024] __noinit;
	unsigned int i = 0;

	page[0] = alloc_pages(0);
	do
		page[++i] = alloc_pages(0);
	while (__pa(page[i]) != (__pa(page[i - 1]) ^ PAGE_SIZE) && i + 1 < ARRAY_SIZE(page));
	buddy[0] = page[i - 1];
	buddy[1] = page[i];
	while (i-- > 1)
		free_pages(page[i - 1], 0);
}

/* The order of the block in which a page lies. Larger ones first: inside them nothing is filled in. */
static unsigned int order_around(const char *address)
{
	unsigned int order = MAX_PAGE_ORDER;

	for (; order; order--) {
		const struct page *page = page_of(__pa(address) & ~((PAGE_SIZE << order) - 1));

		if (page && page->order == order)
			break;
	}
	return order;
}

/* Both pages of an aligned pair, freed in either order, are one block: if spare pages abound. */
TEST(buddy_halves_unite)
{
	for (unsigned int first = 0; first < 2; first++) {
		char *buddy[2], *other[32];

		for (unsigned int n = 0; n < ARRAY_SIZE(other); n++)
			other[n] = alloc_pages(0);
		alloc_buddies(buddy);
		for (unsigned int n = 0; n < ARRAY_SIZE(other); n++)
			free_pages(other[n], 0);
		free_pages(buddy[first], 0);
		EXPECT_EQ(t, order_around(buddy[0]), 0);
		free_pages(buddy[!first], 0);
		EXPECT_LT(t, 0, order_around(buddy[0]));
	}
}

/* Spare pages are no loss: they unite when nothing else is left. */
TEST(buddy_unites_spare_pages_for_a_larger_block)
{
	static char *block[1024] __noinit;
	unsigned int taken = 0;
	char *buddy[2], *both;

	SKIP_UNLESS(t, !DEBUG || nr_free_pages() <= BIT(14), "poisoning all RAM would take long");
	alloc_buddies(buddy);
	for (unsigned int order = MAX_PAGE_ORDER + 1; order-- > 0;)
		while (taken < ARRAY_SIZE(block) && (block[taken] = alloc_pages(order)))
			taken++;
	EXPECT_EQ(t, nr_free_pages(), 0);
	free_pages(buddy[0], 0);
	free_pages(buddy[1], 0);
	both = alloc_pages(1);
	EXPECT_EQ(t, __pa(both), __pa(buddy[0]) & ~PAGE_SIZE);
	free_pages(both, 1);
	while (taken--)
		free_pages(block[taken], page_of(__pa(block[taken]))->order);
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
	block = alloc_pages(0);
	free_pages(block, 0);
	free_pages(block, 0);
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

	SKIP_UNLESS(t, DEBUG, "only debug builds poison free memory");
	for (unsigned int order = 0; order < 2; order++) {
		block = alloc_pages(order);
		free_pages(block, order);
		block[100] = 1;
		block = alloc_pages(order);
		EXPECT_WARNING(t, "was written to while it was free");
		free_pages(block, order);
	}
}
