// SPDX-License-Identifier: MIT
/* Tests of the command line. It stores pointers into its own buffer, which no other test uses. */
#include "host.h"

#include <bootmap/cmdline.h>
#include <bootmap/ioremap.h>
#include <bootmap/printk.h>
#include <string.h>

static void parse(const char *args)
{
	cmdline = (struct cmdline){ 0 };
	cmdline_parse(args);
}

TEST(cmdline_words)
{
	parse("selftest bench=acc* demo earlycon=pl011,0x9000000 poweroff");
	EXPECT_EQ(t, strcmp(cmdline.selftest, "*"), 0);
	EXPECT_EQ(t, strcmp(cmdline.bench, "acc*"), 0);
	EXPECT_EQ(t, strcmp(cmdline.earlycon, "pl011,0x9000000"), 0);
	EXPECT_TRUE(t, cmdline.demo && !cmdline.experiment);
	parse("selftest=E7* break=null");
	EXPECT_EQ(t, strcmp(cmdline.selftest, "E7*"), 0);
	EXPECT_EQ(t, strcmp(cmdline.experiment, "null"), 0);
	EXPECT_TRUE(t, !cmdline.bench && !cmdline.demo);
}

TEST(cmdline_nohugeiomap)
{
	parse("hugeiomap");
	EXPECT_WARNING(t, "'hugeiomap'");
	EXPECT_EQ(t, ioremap_flags, 0);
	parse("nohugeiomap");
	EXPECT_EQ(t, ioremap_flags, MAP_PAGES_ONLY);
	ioremap_flags = 0;
}

TEST(cmdline_empty_and_blank)
{
	parse(NULL);
	parse("");
	parse(" \t\n  ");
	EXPECT_TRUE(t, !cmdline.selftest && !cmdline.bench && !cmdline.demo);
	parse("  demo\t \n");
	EXPECT_TRUE(t, cmdline.demo);
}

TEST(cmdline_unknown_words_are_named)
{
	parse("quiet");
	EXPECT_WARNING(t, "'quiet'");
	parse("demo root=/dev/vda demos");
	t->warnings_expected++;
	EXPECT_WARNING(t, "'demos'");
	EXPECT_TRUE(t, cmdline.demo);
	parse("=x");
	EXPECT_WARNING(t, "''");
}

/* As long as Linux's command lines may be, with the NUL. */
#define LONGEST 2047

/* Blanks, and @word at the end of them. */
static void at_the_end(char *args, size_t length, const char *word)
{
	memset(args, ' ', length);
	memcpy(args + length - strlen(word), word, strlen(word));
	args[length] = '\0';
}

TEST(cmdline_longer_than_the_buffer)
{
	char args[LONGEST + 100];

	at_the_end(args, LONGEST + 50, "demo");
	memcpy(args, "bench", 5);
	parse(args);
	EXPECT_WARNING(t, "cut after 2047");
	EXPECT_TRUE(t, cmdline.bench && !cmdline.demo);
	parse("demo");
	EXPECT_TRUE(t, cmdline.demo && !cmdline.bench);
}

/* reboot and reboot=k do not mean the same. */
TEST(cmdline_is_not_cut_within_a_word)
{
	char args[LONGEST + 100];

	at_the_end(args, LONGEST + 2, "reboot=k");
	parse(args);
	EXPECT_WARNING(t, "cut after 2040");
	EXPECT_TRUE(t, !cmdline.reboot);
	memset(args, 'x', sizeof(args) - 1);
	args[sizeof(args) - 1] = '\0';
	parse(args);
	EXPECT_WARNING(t, "cut after 0");
}

TEST(cmdline_that_just_fits)
{
	char args[LONGEST + 1];

	at_the_end(args, LONGEST, "demo");
	parse(args);
	EXPECT_TRUE(t, cmdline.demo);
}

TEST(cmdline_quotes_keep_blanks_together)
{
	parse("selftest=\"a demo b\" \"bench=x echo y\" break=\"\" poweroff");
	EXPECT_EQ(t, strcmp(cmdline.selftest, "a demo b"), 0);
	EXPECT_EQ(t, strcmp(cmdline.bench, "x echo y"), 0);
	EXPECT_EQ(t, strcmp(cmdline.experiment, ""), 0);
	EXPECT_TRUE(t, cmdline.poweroff && !cmdline.demo && !cmdline.echo);
	parse("\"demo\" selftest=a\" b\"c bench=\"never ends demo");
	EXPECT_TRUE(t, cmdline.demo);
	EXPECT_EQ(t, strcmp(cmdline.selftest, "a\" b\"c"), 0);
	EXPECT_EQ(t, strcmp(cmdline.bench, "never ends demo"), 0);
	parse("\"");
	EXPECT_WARNING(t, "''");
}

static void part_dashes(struct test *t)
{
	parse("power-off");
	EXPECT_WARNING(t, "'power-off'");
	parse("early-ioremap_debug");
	EXPECT_EQ(t, t->warnings_expected, 1);
	parse("bench=a-b_c");
	EXPECT_EQ(t, strcmp(cmdline.bench, "a-b_c"), 0);
}

/* In a child: nothing switches early_ioremap_debug off again. */
TEST(cmdline_dashes_are_underscores)
{
	host_in_child(t, part_dashes);
}

TEST(cmdline_ends_at_two_dashes)
{
	parse("demo -- echo wait");
	EXPECT_WARNING(t, "'echo wait' ignored");
	EXPECT_TRUE(t, cmdline.demo && !cmdline.echo && !cmdline.wait);
	parse("demo --");
	parse("bench=-- echo");
	EXPECT_TRUE(t, cmdline.echo);
}

TEST(cmdline_the_last_of_several_counts)
{
	parse("bench=a bench=b earlycon=x earlycon");
	EXPECT_EQ(t, strcmp(cmdline.bench, "b"), 0);
	EXPECT_EQ(t, strcmp(cmdline.earlycon, ""), 0);
}

TEST(cmdline_console_is_the_last_that_can_be_a_uart)
{
	parse("console=ttyS1,115200 console=uart,io,0x3f8");
	EXPECT_EQ(t, strcmp(cmdline.console, "uart,io,0x3f8"), 0);
	parse("console=ttyAMA0 console=tty0");
	EXPECT_WARNING(t, "console=tty0 ignored: it is no UART");
	EXPECT_EQ(t, strcmp(cmdline.console, "ttyAMA0"), 0);
	parse("console");
	EXPECT_WARNING(t, "console= ignored: it is no UART");
	EXPECT_EQ(t, cmdline.console, NULL);
}

TEST(cmdline_reboot_with_a_value_is_linuxs)
{
	parse("reboot=k reboot=warm,pci reboot=");
	EXPECT_TRUE(t, !cmdline.reboot);
	parse("reboot");
	EXPECT_TRUE(t, cmdline.reboot);
}

static char method_of(const char *words)
{
	cmdline.reboot_method = '?';
	parse(words);
	return cmdline.reboot_method;
}

TEST(cmdline_reboot_selects_the_method_by_its_first_letter)
{
	EXPECT_EQ(t, method_of("reboot=k"), 'k');
	EXPECT_EQ(t, method_of("reboot=warm,pci"), 'p');
	EXPECT_EQ(t, method_of("reboot=t,acpi,force"), 'a');
	EXPECT_EQ(t, method_of("reboot=panic_warm"), 0);
	EXPECT_EQ(t, method_of("reboot=smp2,,"), 0);
	EXPECT_EQ(t, method_of("reboot="), 0);
}

TEST(cmdline_a_switch_takes_no_value)
{
	parse("demo=0");
	EXPECT_WARNING(t, "demo=0 ignored");
	EXPECT_TRUE(t, !cmdline.demo);
}

TEST(cmdline_loglevel)
{
	host_listen();
	parse("loglevel=4");
	pr_info("hidden");
	parse("loglevel=8");
	pr_debug("shown");
	EXPECT_EQ(t, strcmp(host_heard(), "shown\n"), 0);
	parse("loglevel=9");
	EXPECT_WARNING(t, "loglevel needs");
	parse("loglevel=-1");
	EXPECT_WARNING(t, "loglevel needs");
	parse("loglevel");
	EXPECT_WARNING(t, "loglevel needs");
	parse("loglevel=7");
}
