// SPDX-License-Identifier: MIT
/*
 * Random tests of the page allocator and slabs. Each block and object is filled with its own
 * number. If a byte is allocated twice, or a block is joined that is not free, a number has
 * changed.
 */
#include <bootmap/compiler.h>
#include <bootmap/page_alloc.h>
#include <bootmap/slab.h>
#include <tests/fault_inject.h>
#include <tests/test.h>

#define OPERATIONS 100000
#define LIVE	   300
#define MAX_ORDER  6

static struct {
	u64 *memory;
	size_t size;
	int order; /* -1: an object */
} live[LIVE];

static u32 seed;

static u32 below(u32 limit)
{
	seed = seed * 1664525 + 1013904223;
	return (u64)(seed >> 8) * limit >> 24;
}

/* First and last word, and one in each page. */
static void stamp(unsigned int i)
{
	for (size_t at = 0; at + sizeof(u64) <= live[i].size; at += PAGE_SIZE)
		live[i].memory[at / sizeof(u64)] = ~(u64)i;
	live[i].memory[live[i].size / sizeof(u64) - 1] = ~(u64)i;
}

static void check_stamp(struct test *t, unsigned int i)
{
	for (size_t at = 0; at + sizeof(u64) <= live[i].size; at += PAGE_SIZE)
		EXPECT_EQ(t, live[i].memory[at / sizeof(u64)], ~(u64)i);
	EXPECT_EQ(t, live[i].memory[live[i].size / sizeof(u64) - 1], ~(u64)i);
}

static void take(struct test *t, unsigned int i)
{
	bool starve = !below(50);

	live[i].order = below(2) ? (int)below(MAX_ORDER + 1) : -1;
	allocations_until_failure = starve;
	if (live[i].order >= 0) {
		live[i].size = PAGE_SIZE << live[i].order;
		live[i].memory = alloc_pages(live[i].order);
	} else {
		live[i].size = 8 * (1 + below(800));
		live[i].memory = kmalloc(live[i].size);
	}
	allocations_until_failure = 0;
	EXPECT_EQ(t, !live[i].memory, starve);
	if (live[i].memory)
		stamp(i);
}

static void give_back(struct test *t, unsigned int i)
{
	check_stamp(t, i);
	if (live[i].order >= 0)
		free_pages(live[i].memory, live[i].order);
	else
		kfree(live[i].memory);
	live[i].memory = NULL;
}

TEST(random_blocks_and_objects_never_overlap)
{
	unsigned long before = nr_free_pages();

	seed = 1;
	for (unsigned int n = 0; n < OPERATIONS && !t->failed; n++) {
		unsigned int i = below(LIVE);

		if (live[i].memory)
			give_back(t, i);
		else
			take(t, i);
	}
	for (unsigned int i = 0; i < LIVE; i++)
		if (live[i].memory)
			give_back(t, i);
	EXPECT_EQ(t, nr_free_pages(), before);
}
