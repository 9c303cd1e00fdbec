// SPDX-License-Identifier: MIT
/* Tests of the mailbox and of the firmware behind it: answers, and all kinds of missing ones. */
#include "fake_rpi.h"
#include "host.h"

#include <bootmap/compiler.h>
#include <bootmap/printk.h>
#include <drivers/rpi_firmware.h>
#include <errno.h>
#include <string.h>

/* The usual machine, with its drivers at work. Return: what they printed. */
static const char *begin(struct test *t)
{
	fake_rpi_begin(true);
	fake_rpi_mailbox();
	host_listen();
	EXPECT_EQ(t, fake_rpi_probe(t), 0);
	return host_heard_unbroken();
}

static void part_answers(struct test *t)
{
	const char *said = begin(t);

	EXPECT_TRUE(t, strstr(said, "board revision 0xa02082, CPU: 960 MiB at 0x0, 700 MHz"));
}

TEST(rpi_firmware_says_what_the_board_is)
{
	host_in_child(t, part_answers);
}

static void part_silence(struct test *t)
{
	u32 revision = 0;
	unsigned int messages;

	begin(t);
	fake_rpi.silent = true;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_BOARD_REVISION, &revision, 1), -ETIMEDOUT);
	EXPECT_WARNING(t, "mailbox: the firmware does not answer within a second");
	messages = fake_rpi.messages;
	fake_rpi.silent = false;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_BOARD_REVISION, &revision, 1), -ETIMEDOUT);
	EXPECT_EQ(t, fake_rpi.messages, messages);
	EXPECT_EQ(t, revision, 0);
}

TEST(rpi_mailbox_asks_silent_firmware_once)
{
	host_in_child(t, part_silence);
}

static void part_full(struct test *t)
{
	u32 revision = 0;
	unsigned int messages;

	begin(t);
	messages = fake_rpi.messages;
	*fake_rpi_register(FAKE_RPI_MAILBOX + 0x38) = 0x80000000;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_BOARD_REVISION, &revision, 1), -ETIMEDOUT);
	EXPECT_WARNING(t, "mailbox: the firmware does not answer within a second");
	EXPECT_EQ(t, fake_rpi.messages, messages);
}

TEST(rpi_mailbox_that_stays_full)
{
	host_in_child(t, part_full);
}

static void part_silent_at_boot(struct test *t)
{
	fake_rpi_begin(true);
	fake_rpi_mailbox();
	fake_rpi.silent = true;
	EXPECT_EQ(t, fake_rpi_probe(t), 0);
	EXPECT_WARNING(t, "mailbox: the firmware does not answer within a second");
	EXPECT_EQ(t, fake_rpi.messages, 1);
}

TEST(rpi_firmware_that_never_answers)
{
	host_in_child(t, part_silent_at_boot);
}

static void part_refused(struct test *t)
{
	const char *said;

	fake_rpi_begin(true);
	fake_rpi_mailbox();
	fake_rpi.refused = RPI_GET_ARM_MEMORY;
	host_listen();
	EXPECT_EQ(t, fake_rpi_probe(t), 0);
	said = host_heard_unbroken();
	EXPECT_WARNING(t, "firmware: no answer to tag 0x10005");
	EXPECT_TRUE(t, strstr(said, "board revision 0xa02082, CPU: 0 MiB at 0x0, 700 MHz"));
}

TEST(rpi_firmware_refuses_a_tag)
{
	host_in_child(t, part_refused);
}

static void part_confused(struct test *t)
{
	u32 values[2] = { RPI_CLOCK_ARM, 5 };

	begin(t);
	fake_rpi.confused = true;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_CLOCK_RATE, values, 2), -EIO);
	EXPECT_EQ(t, values[1], 5);
	fake_rpi.confused = false;
	fake_rpi.other_words = 3;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_CLOCK_RATE, values, 2), 0);
	EXPECT_EQ(t, values[1], 700000000);
}

TEST(rpi_mailbox_skips_words_of_other_channels)
{
	host_in_child(t, part_confused);
}

static void part_too_long(struct test *t)
{
	u32 words[64] = { 0 };

	begin(t);
	EXPECT_EQ(t, rpi_mailbox_properties(words, 61), 0);
	EXPECT_EQ(t, rpi_mailbox_properties(words, 62), -EINVAL);
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_BOARD_REVISION, words, 9), -EINVAL);
}

TEST(rpi_mailbox_has_room_for_a_message)
{
	host_in_child(t, part_too_long);
}

static void part_unreachable(struct test *t)
{
	unsigned int warnings = log_count(LOG_WARN);
	u32 revision;

	fake_rpi_begin(false);
	fake_rpi_mailbox();
	host_listen();
	EXPECT_EQ(t, fake_rpi_probe(t), 1);
	EXPECT_TRUE(t, strstr(host_heard_unbroken(), "the GPU cannot reach the kernel's memory"));
	EXPECT_WARNING(t, "firmware: not in use: it waits for its mailbox");
	t->warnings_expected += log_count(LOG_WARN) - warnings - 1;
	EXPECT_EQ(t, rpi_mailbox_property(RPI_GET_BOARD_REVISION, &revision, 1), -ENODEV);
}

TEST(rpi_mailbox_needs_memory_that_the_gpu_reaches)
{
	host_in_child(t, part_unreachable);
}

static void part_framebuffer(struct test *t)
{
	struct rpi_framebuffer fb = { .width = 1024, .height = 768, .depth = 32 };

	begin(t);
	EXPECT_EQ(t, rpi_framebuffer_allocate(&fb), 0);
	EXPECT_TRUE(t, fb.width == 640 && fb.height == 480 && fb.depth == 32);
	EXPECT_EQ(t, fb.pitch, 2560);
	EXPECT_EQ(t, fb.phys, 0x3e100000);
	EXPECT_EQ(t, fb.size, 640 * 480 * 4);
	fake_rpi.refused = RPI_GET_PITCH;
	EXPECT_EQ(t, rpi_framebuffer_allocate(&fb), -EOPNOTSUPP);
}

TEST(rpi_framebuffer_at_a_physical_address)
{
	host_in_child(t, part_framebuffer);
}
