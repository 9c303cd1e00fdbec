// SPDX-License-Identifier: MIT
#include <experiments/stale_tlb.h>
#include <tests/test.h>

#define ATTEMPTS 100

/*
 * The TLB may evict at any time, so one attempt that finds the new page proves
 * nothing; that it never once finds the old one would.
 */
static void expect_seen_and_cured(struct test *t, const struct tlb_cure *cure)
{
	unsigned int stale = 0;
	struct stale_tlb seen;

	for (int i = 0; i < ATTEMPTS && !t->failed; i++) {
		stale_tlb_observe(&seen, cure);
		stale += seen.load_stale == seen.content[0];
		EXPECT_EQ(t, seen.load_before, seen.content[0]);
		/* Before the flush the CPU's own answer may come from the TLB, too. */
		EXPECT_TRUE(t, seen.walk_stale == seen.page[0] || seen.walk_stale == seen.page[1]);
		EXPECT_EQ(t, seen.load_after, seen.content[1]);
		EXPECT_EQ(t, seen.walk_after, seen.page[1]);
	}
	EXPECT_NE(t, stale, 0);
}

TEST(stale_tlb_is_seen_and_cured)
{
	for (const struct tlb_cure *cure = tlb_cures; cure->name; cure++)
		expect_seen_and_cured(t, cure);
}
