// SPDX-License-Identifier: MIT
/*
 * Tests of copies from and to device memory, at every alignment. The model traps unaligned
 * accesses.
 */
#include "../unit/support.h"
#include "host.h"

#include <bootmap/io.h>
#include <drivers/ioport.h>
#include <string.h>

#define SPAN 32

/* Two of each: the bytes around what was copied must stay as they were. */
static u8 buffer[SPAN], expected[SPAN];
static void __iomem *device;

static void number(u8 *bytes, u8 first)
{
	for (int i = 0; i < SPAN; i++)
		bytes[i] = first + i;
}

static void device_number(u8 first)
{
	for (int i = 0; i < SPAN; i++)
		writeb(first + i, device + i);
}

static bool device_as_expected(void)
{
	for (int i = 0; i < SPAN; i++)
		if (readb(device + i) != expected[i])
			return false;
	return true;
}

/* One copy of @count bytes between two alignments, in the direction that a test is about. */
typedef bool copy_works(unsigned int to, unsigned int from, unsigned int count);

static void each_alignment(struct test *t, copy_works *works)
{
	device = early_ioremap(scratch_phys(), SPAN);
	for (unsigned int to = 0; to < 8; to++)
		for (unsigned int from = 0; from < 8; from++)
			for (unsigned int count = 0; count <= SPAN - 8; count++)
				test_expect(t, works(to, from, count), __LINE__, "copy",
					    to << 8 | from, count);
	early_iounmap(device, SPAN);
}

static bool toio_works(unsigned int to, unsigned int from, unsigned int count)
{
	number(buffer, 100);
	number(expected, 0);
	device_number(0);
	memcpy(expected + to, buffer + from, count);
	memcpy_toio(device + to, buffer + from, count);
	return device_as_expected();
}

static bool memset_works(unsigned int to, unsigned int byte, unsigned int count)
{
	number(expected, 0);
	device_number(0);
	memset(expected + to, -4 + (int)byte, count);
	memset_io(device + to, -4 + (int)byte, count);
	return device_as_expected();
}

TEST(memcpy_toio_at_every_alignment)
{
	each_alignment(t, toio_works);
}

TEST(memset_io_at_every_alignment)
{
	each_alignment(t, memset_works);
}

/* The tests above rely on this. */
TEST(unaligned_device_access_traps)
{
	device = early_ioremap(scratch_phys(), SPAN);
	EXPECT_EQ(t, CATCH_TRAP(&t->trap, readq(device + 4)), TRAP_OTHER);
	EXPECT_EQ(t, CATCH_TRAP(&t->trap, readw(device + 1)), TRAP_OTHER);
	early_iounmap(device, SPAN);
}

static struct {
	u16 port;
	unsigned int width;
	u32 value;
} last;

static u32 read_port(u16 port, unsigned int width)
{
	return last.port == port && last.width == width ? last.value : ~0U;
}

static void write_port(u16 port, unsigned int width, u32 value)
{
	last.port = port;
	last.width = width;
	last.value = value;
}

static void part_ports(struct test *t)
{
	host_ports = (struct host_ports){ read_port, write_port };
	iowrite8(0x5a, ioport_map(0, 1));
	EXPECT_EQ(t, inb(0), 0x5a);
	iowrite16(0x1234, ioport_map(0xfff0, 0x10) + 0xe);
	EXPECT_EQ(t, inw(0xfffe), 0x1234);
	outl(0xdeadbeef, 0x80);
	EXPECT_EQ(t, ioread32(ioport_map(0x80, 4)), 0xdeadbeef);
	EXPECT_EQ(t, ioread32be(ioport_map(0x80, 4)), 0xefbeadde);
	EXPECT_EQ(t, ioread8(ioport_map(0x80, 4)), 0xff);
	/* No port is asked for what is memory. */
	device = early_ioremap(scratch_phys(), SPAN);
	iowrite32(0x01020304, device);
	EXPECT_EQ(t, ioread16(device), 0x0304);
	EXPECT_EQ(t, ioread8(device + 3), 0x01);
	EXPECT_EQ(t, last.value, 0xdeadbeef);
	early_iounmap(device, SPAN);
}

TEST(one_accessor_serves_ports_and_memory)
{
	host_in_child(t, part_ports);
}

TEST(ioport_map_of_no_ports)
{
	EXPECT_TRUE(t, !ioport_map(0x80, 0));
	EXPECT_TRUE(t, !ioport_map(IO_SPACE_LIMIT + 1, 1));
	EXPECT_TRUE(t, !ioport_map(IO_SPACE_LIMIT, 2));
	EXPECT_TRUE(t, !ioport_map(1, ~0U));
	EXPECT_TRUE(t, ioport_map(IO_SPACE_LIMIT, 1));
}
