// SPDX-License-Identifier: MIT
/* Tests of I/O ports, by number and through ioport_map(), on the console's scratch register. */
#include <bootmap/io.h>
#include <tests/test.h>

#define COM1_SCRATCH 0x3ff

TEST(ports_by_number_and_by_cookie)
{
	void __iomem *cookie = ioport_map(COM1_SCRATCH, 1);

	iowrite8(0xa5, cookie);
	EXPECT_EQ(t, inb(COM1_SCRATCH), 0xa5);
	outb(0x5a, COM1_SCRATCH);
	EXPECT_EQ(t, ioread8(cookie), 0x5a);
	ioport_unmap(cookie);
}
