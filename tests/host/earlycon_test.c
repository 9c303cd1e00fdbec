// SPDX-License-Identifier: MIT
/* Tests of the option earlycon=, in the forms that Linux documents. */
#include "host.h"

#include <drivers/earlycon.h>
#include <string.h>

static const struct {
	const char *option, *kind;
	enum earlycon_access access;
	unsigned long address, baud, clock;
} good[] = {
	{ "pl011,0x9000000", "pl011", EARLYCON_MMIO, 0x9000000, 0, 0 },
	{ "pl011,0x9000000,115200n8", "pl011", EARLYCON_MMIO, 0x9000000, 115200, 0 },
	{ "pl011,mmio32,0x9000000", "pl011", EARLYCON_MMIO32, 0x9000000, 0, 0 },
	{ "pl011,0xffffffffffffffff", "pl011", EARLYCON_MMIO, ~0UL, 0, 0 },
	{ "uart8250,io,0x3f8,115200n8", "uart8250", EARLYCON_IO, 0x3f8, 115200, 0 },
	{ "uart,io,1016", "uart", EARLYCON_IO, 0x3f8, 0, 0 },
	{ "uart8250,mmio,0xfe000000,9600", "uart8250", EARLYCON_MMIO, 0xfe000000, 9600, 0 },
	{ "uart8250,mmio16,0xfe000000", "uart8250", EARLYCON_MMIO16, 0xfe000000, 0, 0 },
	{ "ns16550a,mmio32,0xfe215040,115200,1843200", "ns16550a", EARLYCON_MMIO32, 0xfe215040,
	  115200, 1843200 },
	{ "uart,mmio,0x1000,,48000000", "uart", EARLYCON_MMIO, 0x1000, 0, 48000000 },
	{ "uart8250,mmio32native,0x1000", "uart8250", EARLYCON_MMIO32, 0x1000, 0, 0 },
	{ "uart8250,mmio32be,0x1000,n8", "uart8250", EARLYCON_MMIO32BE, 0x1000, 0, 0 },
	{ "uart8250,0x1000,", "uart8250", EARLYCON_MMIO, 0x1000, 0, 0 },
	{ "a-kind-with-a-long-name,0x1000", "a-kind-with-a-l", EARLYCON_MMIO, 0x1000, 0, 0 },
};

TEST(earlycon_as_linux_documents_it)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
		struct earlycon earlycon;

		EXPECT_EQ(t, earlycon_parse(good[i].option, &earlycon), NULL);
		EXPECT_EQ(t, strcmp(earlycon.kind, good[i].kind), 0);
		EXPECT_EQ(t, earlycon.uart.access, good[i].access);
		EXPECT_EQ(t, earlycon.address, good[i].address);
		EXPECT_EQ(t, earlycon.uart.baud, good[i].baud);
		EXPECT_EQ(t, earlycon.uart.clock, good[i].clock);
	}
}

TEST(earlycon_says_what_is_wrong)
{
	static const char *const without[] = { "",	     ",", "pl011", "pl011,", "pl011,mmio32",
					       "pl011,io,,1" };
	static const char *const wrong[] = { "pl011,here",
					     "pl011,0x",
					     "pl011,mmio64,0x1000",
					     "pl011, 0x1000",
					     "pl011,0x10000000000000000",
					     "pl011,0x0000000000000000000009000000" };
	struct earlycon earlycon;

	for (unsigned int i = 0; i < ARRAY_SIZE(without); i++)
		EXPECT_EQ(t, strcmp(earlycon_parse(without[i], &earlycon), "it has no address"), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++)
		EXPECT_EQ(t, strcmp(earlycon_parse(wrong[i], &earlycon), "that is not an address"),
			  0);
}

TEST(earlycon_options_begin_with_a_speed)
{
	EXPECT_EQ(t, earlycon_baud("115200n8"), 115200);
	EXPECT_EQ(t, earlycon_baud("9600"), 9600);
	EXPECT_EQ(t, earlycon_baud(""), 0);
	EXPECT_EQ(t, earlycon_baud("n8"), 0);
	EXPECT_EQ(t, earlycon_baud("99999999999999999999999"), 0);
}
