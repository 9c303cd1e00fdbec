// SPDX-License-Identifier: MIT
/* Tests of both methods of TLB invalidation. */
#include "../support.h"

#include <asm/tlbflush.h>

/* Pages that were seen must not be seen any more once they are unmapped. */
static void expect_gone_after_unmapping(struct test *t)
{
	for (int round = 0; round < 100 && !t->failed; round++) {
		unsigned long va = address_of(early_ioremap(scratch_phys(), 2 * PAGE_SIZE));

		EXPECT_TRUE(t, loads(va) && loads(va + PAGE_SIZE));
		early_iounmap((void __force __iomem *)va, 2 * PAGE_SIZE);
		EXPECT_TRUE(t, !loads(va) && !loads(va + PAGE_SIZE));
	}
}

TEST(pitfall_17_invlpg_and_its_fallback_both_forget_pages)
{
	bool before = boot_cpu.invlpg;

	boot_cpu.invlpg = true;
	expect_gone_after_unmapping(t);
	boot_cpu.invlpg = false;
	expect_gone_after_unmapping(t);
	boot_cpu.invlpg = before;
}

/* PGE is off for a moment only. */
TEST(a_flush_of_everything_keeps_global_pages_enabled)
{
	u64 before = read_cr(4);

	flush_tlb_kernel_all();
	EXPECT_EQ(t, read_cr(4), before);
	EXPECT_EQ(t, !!(before & CR4_PGE), !!(boot_cpu.pte_mask & PTE_GLOBAL));
}
