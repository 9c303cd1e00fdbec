// SPDX-License-Identifier: MIT
/* The command line, which keeps pointers into its own buffer: on the host nobody else needs them. */
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

TEST(cmdline_longer_than_the_buffer)
{
	char args[2000];

	memset(args, ' ', sizeof(args));
	memcpy(args, "bench", 5);
	memcpy(args + sizeof(args) - 5, "demo", 5);
	parse(args);
	EXPECT_WARNING(t, "cut after 1023");
	EXPECT_TRUE(t, cmdline.bench && !cmdline.demo);
	parse("demo");
	EXPECT_TRUE(t, cmdline.demo && !cmdline.bench);
}

TEST(cmdline_that_just_fits)
{
	char args[1024];

	memset(args, ' ', sizeof(args));
	memcpy(args + sizeof(args) - 5, "demo", 5);
	parse(args);
	EXPECT_TRUE(t, cmdline.demo);
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
	EXPECT_WARNING(t, "loglevel wants");
	parse("loglevel=-1");
	EXPECT_WARNING(t, "loglevel wants");
	parse("loglevel");
	EXPECT_WARNING(t, "loglevel wants");
	parse("loglevel=7");
}
