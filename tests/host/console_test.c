// SPDX-License-Identifier: MIT
/* Tests of console input, with a device that holds more characters than the ring has room for. */
#include "host.h"

#include <bootmap/console.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <errno.h>

#define MANY 4096

/* What the sender still has to say, and how much the device holds back at once. */
static unsigned int sent, to_send;

static void receive(void)
{
	if (!irqs_disabled())
		pr_warn("receive() with interrupts on");
	while (sent < to_send && console_has_room())
		console_received(sent++ % 251);
}

static void write_nothing(char c)
{
	(void)c;
}

static struct console device = { .name = "typing",
				 .write_char = write_nothing,
				 .receive = receive };

static void begin(unsigned int characters)
{
	sent = 0;
	to_send = characters;
	host_listen();
	register_console(&device);
}

static void end(void)
{
	host_listen();
	host_heard();
}

TEST(an_empty_console_says_so)
{
	begin(0);
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
	EXPECT_TRUE(t, !irqs_disabled());
	end();
}

TEST(nothing_is_lost_however_much_is_typed)
{
	begin(MANY);
	for (unsigned int i = 0; i < MANY; i++)
		EXPECT_EQ(t, console_getchar(), i % 251);
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
	EXPECT_EQ(t, sent, MANY);
	end();
}

TEST(the_ring_takes_what_interrupts_bring_until_it_is_full)
{
	unsigned int room = 0;

	begin(0);
	for (; console_has_room(); room++)
		console_received(room);
	EXPECT_EQ(t, room, 1024);
	for (unsigned int i = 0; i < room; i++)
		EXPECT_EQ(t, console_getchar_nonblock(), (u8)i);
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
	end();
}

TEST(without_a_receiving_console_nothing_is_typed)
{
	end();
	EXPECT_EQ(t, console_getchar_nonblock(), -EAGAIN);
}
