// SPDX-License-Identifier: MIT
/*
 * Tests of early_ioremap (E) that access the mapped memory. Tests of the tables only are in debug/.
 */
#include "support.h"

#include <string.h>

/* Each page is used before, so that a translation left in the TLB would show. */
TEST(E18_access_after_unmap_faults)
{
	unsigned long va = address_of(early_ioremap(scratch_phys(), 2 * PAGE_SIZE));

	EXPECT_TRUE(t, loads(va) && loads(va + 2 * PAGE_SIZE - 1));
	EXPECT_TRUE(t, !loads(va + 2 * PAGE_SIZE));
	early_iounmap((void __force __iomem *)va, 2 * PAGE_SIZE);
	EXPECT_TRUE(t, !loads(va) && !loads(va + 2 * PAGE_SIZE - 1));
	EXPECT_TRUE(t, !stores(va));
}

/* A slot that shows another page must not show the last one through a stale translation. */
TEST(a_slot_used_again_shows_the_new_page)
{
	scratch[0] = 1;
	scratch[PAGE_SIZE] = 2;
	for (int round = 0; round < 100; round++) {
		u8 *p = early_memremap(scratch_phys() + round % 2 * PAGE_SIZE, 1);

		EXPECT_EQ(t, *(u8 *)kernel_pointer((unsigned long)p), 1 + round % 2);
		early_memunmap(p, 1);
	}
}

static bool maps_as(void *p, pgprot_t prot)
{
	pte_t pte = entry_of((unsigned long)p);

	early_memunmap(p, PAGE_SIZE);
	return pte.val == pte_mkpage(scratch_phys(), prot).val;
}

TEST(E20_each_function_has_its_attributes)
{
	void *p = early_memremap_ro(scratch_phys(), PAGE_SIZE);
	unsigned long va = (unsigned long)p;

	EXPECT_TRUE(t, loads(va) && !stores(va));
	EXPECT_TRUE(t, maps_as(p, FIXMAP_PAGE_RO));
	p = early_memremap(scratch_phys(), PAGE_SIZE);
	EXPECT_TRUE(t, stores(va));
	EXPECT_TRUE(t, maps_as(p, FIXMAP_PAGE_NORMAL));
	p = early_memremap_prot(scratch_phys(), PAGE_SIZE, FIXMAP_PAGE_RO);
	EXPECT_TRUE(t, maps_as(p, FIXMAP_PAGE_RO));
	p = (void __force *)early_ioremap(scratch_phys(), PAGE_SIZE);
	EXPECT_TRUE(t, maps_as(p, FIXMAP_PAGE_IO));
}

/* Linux does not look whether early_memremap() gave it anything. */
TEST(E22_copy_from_early_mem)
{
	u8 copy[] = { 0, 0, 0, 0, 5 };
	void __iomem *lent[FIX_BTMAPS_SLOTS];

	memcpy(scratch + PAGE_SIZE - 1, "\1\2\3\4", 4);
	EXPECT_EQ(t, copy_from_early_mem(copy, scratch_phys(), 0), 0);
	EXPECT_EQ(t, copy[0], 0);
	EXPECT_EQ(t, copy_from_early_mem(copy, scratch_phys() + PAGE_SIZE - 1, 4), 0);
	EXPECT_EQ(t, memcmp(copy, "\1\2\3\4\5", 5), 0);
	borrow_all(lent);
	EXPECT_NE(t, copy_from_early_mem(copy, scratch_phys(), 1), 0);
	EXPECT_WARNING(t, "no-slot");
	return_all(lent);
}
