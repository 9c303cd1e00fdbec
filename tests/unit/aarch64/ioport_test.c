// SPDX-License-Identifier: MIT
/*
 * Tests of I/O ports in the PCI host bridge's window: the scratch register of a card, if there is
 * one.
 */
#include <bootmap/io.h>
#include <bootmap/traps.h>
#include <tests/test.h>

#define SCRATCH	    0x1007
#define NOBODY_HERE 0xfff0

/*
 * PCI wants ones where no device is. QEMU's machines before virt-5.1 abort, the oldest read zeros.
 */
static bool nobody_reads_as_ones(void)
{
	struct trap trap;
	volatile u32 value = 0; /* volatile: it outlives a longjmp() */

	CATCH_TRAP(&trap, value = inl(NOBODY_HERE));
	return value == ~0U;
}

TEST(ports_are_behind_the_window)
{
	void __iomem *cookie = ioport_map(SCRATCH, 1);
	u8 kept;

	SKIP_UNLESS(t, cookie, "no PCI host bridge");
	SKIP_UNLESS(t, nobody_reads_as_ones(),
		    "this bridge does not answer with ones where no device is");
	iowrite8(0xa5, cookie);
	kept = inb(SCRATCH);
	EXPECT_TRUE(t, kept == 0xa5 || kept == 0xff);
	outb(0x5a, SCRATCH);
	EXPECT_EQ(t, ioread8(cookie), kept == 0xff ? kept : 0x5a);
}
