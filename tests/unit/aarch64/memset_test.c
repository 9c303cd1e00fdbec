// SPDX-License-Identifier: MIT
/* Tests of memset() in assembly: every alignment, every small size, and the bytes around it. */
#include <string.h>
#include <tests/test.h>

#define LONGEST	  40
#define ALIGNMENT 8

TEST(memset_writes_all_and_nothing_else)
{
	unsigned int wrong = 0;
	u8 buffer[ALIGNMENT + LONGEST + ALIGNMENT];

	for (unsigned int from = 1; from <= ALIGNMENT; from++)
		for (unsigned int size = 0; size <= LONGEST; size++) {
			for (unsigned int i = 0; i < sizeof(buffer); i++)
				buffer[i] = i;
			wrong += memset(buffer + from, 0x1a5, size) != buffer + from;
			for (unsigned int i = 0; i < sizeof(buffer); i++)
				wrong += buffer[i] != (i >= from && i < from + size ? 0xa5 : i);
		}
	EXPECT_EQ(t, wrong, 0);
}
