// SPDX-License-Identifier: MIT
/* Tests which bits of a valid entry may change without break-before-make. */
#include <bootmap/pgtable.h>
#include <tests/test.h>

/* Bit numbers as in the Arm ARM, D8.3: AP[2], PXN, UXN, and what is for software. */
#define MAY_CHANGE (BIT(7) | BIT(53) | BIT(54) | GENMASK(58, 55))

TEST(pitfall_25_only_rights_change_in_a_valid_entry)
{
	pte_t page = pte_mkpage(0x40000000, PAGE_KERNEL);

	for (unsigned int bit = 1; bit < 64; bit++) {
		pte_t other = { page.val ^ BIT(bit) };

		EXPECT_EQ(t, pte_change_is_safe(page, other), !!(MAY_CHANGE & BIT(bit)));
		EXPECT_EQ(t, pte_change_is_safe(other, page), !!(MAY_CHANGE & BIT(bit)));
		other.val &= ~BIT(0); /* invalid: what else stands there does not matter */
		EXPECT_TRUE(t, pte_change_is_safe(page, other));
		EXPECT_TRUE(t, pte_change_is_safe(other, page));
	}
	EXPECT_TRUE(t, pte_change_is_safe(page, page));
	EXPECT_TRUE(t, !pte_change_is_safe(page, (pte_t){ page.val ^ (BIT(7) | BIT(12)) }));
}
