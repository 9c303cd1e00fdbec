// SPDX-License-Identifier: MIT
/* Tests of the fixmap (S): accesses to a slot that is set, replaced, cleared. */
#include "support.h"

static const unsigned long lab = __fix_to_virt(FIX_LAB);

TEST(S7_cleared_slot_is_gone_at_once)
{
	set_fixmap(FIX_LAB, scratch_phys());
	EXPECT_TRUE(t, loads(lab) && stores(lab));
	clear_fixmap(FIX_LAB);
	EXPECT_EQ(t, entry_of(lab).val, 0);
	EXPECT_TRUE(t, !loads(lab));
	clear_fixmap(FIX_LAB); /* an empty slot may be cleared again */
}

/* Linux overwrites and leaves break-before-make to the caller. */
TEST(S8_slot_in_use_is_replaced_with_a_warning)
{
	scratch[0] = 1;
	scratch[PAGE_SIZE] = 2;
	set_fixmap(FIX_LAB, scratch_phys());
	EXPECT_EQ(t, *(u8 *)kernel_pointer(lab), 1);
	set_fixmap(FIX_LAB, scratch_phys() + PAGE_SIZE);
	EXPECT_WARNING(t, "still maps");
	EXPECT_EQ(t, *(u8 *)kernel_pointer(lab), 2);
	clear_fixmap(FIX_LAB);
}
