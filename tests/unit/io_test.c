// SPDX-License-Identifier: MIT
/* Tests of the accessors of device memory, on RAM that is mapped as a device. */
#include "support.h"

#include <bootmap/io.h>
#include <string.h>

#define SPAN 32

static void __iomem *device;

/* One copy of @count bytes between two alignments; what stands around it must not change. */
static bool fromio_works(unsigned int to, unsigned int from, unsigned int count)
{
	u8 buffer[SPAN], expected[SPAN];

	memset(buffer, 0xff, SPAN);
	memset(expected, 0xff, SPAN);
	for (unsigned int i = 0; i < count; i++)
		expected[to + i] = from + i;
	memcpy_fromio(buffer + to, device + from, count);
	return !memcmp(buffer, expected, SPAN);
}

TEST(memcpy_fromio_at_every_alignment)
{
	device = early_ioremap(scratch_phys(), SPAN);
	for (unsigned int i = 0; i < SPAN; i++)
		writeb(i, device + i);
	for (unsigned int phases = 0; phases < 64; phases++)
		for (unsigned int count = 0; count <= SPAN - 8; count++)
			test_expect(t, fromio_works(phases / 8, phases % 8, count), __LINE__,
				    "copy", phases, count);
	early_iounmap(device, SPAN);
}

TEST(accessors_have_width_and_byte_order)
{
	device = early_ioremap(scratch_phys(), SPAN);
	writeq(0x8877665544332211, device);
	EXPECT_EQ(t, readl(device + 4), 0x88776655);
	EXPECT_EQ(t, readw(device + 6), 0x8877);
	EXPECT_EQ(t, readb(device + 7), 0x88);
	EXPECT_EQ(t, ioread32be(device), 0x11223344);
	iowrite32be(0xa1b2c3d4, device + 8);
	EXPECT_EQ(t, readl(device + 8), 0xd4c3b2a1);
	writew(0xeeff, device + 2);
	writeb(0xdd, device + 1);
	EXPECT_EQ(t, readq(device), 0x88776655eeffdd11);
	early_iounmap(device, SPAN);
}
