// SPDX-License-Identifier: MIT
/* The HPET's counter is as wide as its capabilities say. */
#include <tests/test.h>
#include <drivers/hpet.h>

TEST(a_32_bit_counter_that_overflows_between_two_readings_still_tells_the_time)
{
	EXPECT_EQ(t, hpet_ticks(0xffffff00, 0x100, 0), 0x200);
	EXPECT_EQ(t, hpet_ticks(0x100, 0xffffff00, 0), 0xfffffe00);
	EXPECT_EQ(t, hpet_ticks(0xffffff00, 0x100000100, HPET_CAP_64_BIT), 0x200);
	EXPECT_EQ(t, hpet_ticks(0x100, 0x200000100, HPET_CAP_64_BIT), 0x200000000);
}
