// SPDX-License-Identifier: MIT
#include <bootmap/fixmap.h>
#include <bootmap/test.h>

TEST(F4_legal_constant_index_compiles)
{
	EXPECT_EQ(t, fix_to_virt(FIX_BTMAP_BEGIN), BTMAP_VADDR);
}
