// SPDX-License-Identifier: MIT
/* Tests which bits of a present entry may change while it is in use. */
#include <bootmap/pgtable.h>
#include <tests/test.h>

/*
 * Bit numbers as in the SDM, volume 3, 4.5: R/W, A, D, XD, and what is for software but our mark of
 * a large page.
 */
#define MAY_CHANGE (BIT(1) | BIT(5) | BIT(6) | GENMASK(11, 9) | GENMASK(58, 53) | BIT(63))

TEST(pitfall_25_only_rights_change_in_a_valid_entry)
{
	pte_t page = pte_mkpage(0x40000000, PAGE_KERNEL);

	for (unsigned int bit = 1; bit < 64; bit++) {
		pte_t other = { page.val ^ BIT(bit) };

		EXPECT_EQ(t, pte_change_is_safe(page, other), !!(MAY_CHANGE & BIT(bit)));
		EXPECT_EQ(t, pte_change_is_safe(other, page), !!(MAY_CHANGE & BIT(bit)));
		other.val &= ~BIT(0); /* not present: what else stands there does not matter */
		EXPECT_TRUE(t, pte_change_is_safe(page, other));
		EXPECT_TRUE(t, pte_change_is_safe(other, page));
	}
	EXPECT_TRUE(t, pte_change_is_safe(page, page));
	EXPECT_TRUE(t, !pte_change_is_safe(page, (pte_t){ page.val ^ (BIT(1) | BIT(12)) }));
}
