// SPDX-License-Identifier: MIT
/* Tests of the log: which lines are kept, which are printed, and when. */
#include "host.h"

#include <bootmap/console.h>
#include <bootmap/printk.h>
#include <stdio.h>
#include <string.h>

TEST(lines_wait_for_a_console)
{
	unregister_console();
	EXPECT_TRUE(t, !active_console());
	pr_info("said to nobody");
	host_listen();
	pr_info("said aloud");
	EXPECT_EQ(t, strcmp(host_heard(), "said to nobody\nsaid aloud\n"), 0);
	EXPECT_TRUE(t, active_console());
}

TEST(nothing_is_shown_twice)
{
	host_listen();
	pr_info("once");
	host_heard();
	host_listen();
	EXPECT_EQ(t, strlen(host_heard()), 0);
}

TEST(loglevel_hides_and_keeps_counting)
{
	unsigned int before = log_count(LOG_INFO);

	host_listen();
	set_loglevel(LOG_INFO);
	pr_info("hidden");
	pr_err("shown");
	set_loglevel(LOG_DEBUG + 1);
	pr_debug("detail");
	set_loglevel(LOG_DEBUG);
	pr_debug("hidden");
	EXPECT_EQ(t, strcmp(host_heard(), "shown\ndetail\n"), 0);
	EXPECT_EQ(t, log_count(LOG_INFO) - before, 1);
}

TEST(long_line_is_cut)
{
	char line[2 * LOG_LINE_MAX];

	memset(line, 'x', sizeof(line));
	host_listen();
	pr_warn("%.*s", LOG_LINE_MAX - 1, line);
	pr_warn("%.*s", LOG_LINE_MAX, line);
	t->warnings_expected += 2;
	EXPECT_EQ(t, strlen(host_heard()), 2 * LOG_LINE_MAX);
	EXPECT_EQ(t, strlen(log_last_warning()), LOG_LINE_MAX - 1);
}

#define ROW 80 /* columns of a terminal */

static bool fits_a_row(const char *text, const char *end)
{
	unsigned int columns = 0;

	for (; text < end; text++)
		columns += (*text & 0xc0) != 0x80;
	return columns <= ROW;
}

/* Words of all lengths up to @longest, from @first on; some of their letters have more than one byte. */
static void make_line(char *line, unsigned int first, unsigned int longest)
{
	static const char *const letters[] = { "a", "\u00e4", "\u2026" };
	char *at = line;

	for (unsigned int word = first; at - line < LOG_LINE_MAX - 3 * (int)longest - 2; word++) {
		for (unsigned int i = 0; i <= word % longest; i++)
			at = stpcpy(at, letters[(word + i) % 3]);
		at = stpcpy(at, " ");
	}
	at[-1] = '\0';
}

TEST(a_row_of_the_terminal_ends_between_words)
{
	char line[LOG_LINE_MAX], joined[2 * LOG_LINE_MAX];

	for (unsigned int first = 0; first < 30; first++)
		for (unsigned int longest = 1; longest < 50; longest++) {
			const char *row, *end;
			char *out = joined;

			make_line(line, first, longest);
			host_listen();
			pr_info("%s", line);
			for (row = host_heard(); *row; row = end + 1) {
				end = strchr(row, '\n');
				EXPECT_TRUE(t, fits_a_row(row, end));
				if (out > joined) {
					EXPECT_TRUE(t, !strncmp(row, "    ", 4) && out[-1] == ' ');
					row += 4;
				}
				out += sprintf(out, "%.*s", (int)(end - row), row);
			}
			EXPECT_TRUE(t, !strcmp(joined, line));
		}
	/* What is one word cannot be broken; what fits is not. */
	host_listen();
	pr_info("%090d", 1);
	pr_info("%079d b", 1);
	pr_info("%078d b", 1);
	EXPECT_EQ(t, strlen(host_heard()), 91 + 80 + 1 + 4 + 2 + 81);
}

TEST(newline_inside_stays_one_line)
{
	host_listen();
	pr_info("a\nb");
	EXPECT_EQ(t, strcmp(host_heard(), "a b\n"), 0);
}

/* More than the ring holds: the oldest lines go, and none is shown in part. */
TEST(ring_keeps_the_newest_whole_lines)
{
	const char *line;
	unsigned int number, first = 0, expected = 0;

	unregister_console();
	for (number = 0; number < 2000; number++)
		pr_info("line %u of many", number);
	host_listen();
	line = host_heard();
	EXPECT_EQ(t, sscanf(line, "line %u of many\n", &first), 1);
	EXPECT_LT(t, 100, first);
	for (expected = first; expected < 2000; expected++) {
		EXPECT_TRUE(t, sscanf(line, "line %u of many", &number) == 1 && number == expected);
		line = strchr(line, '\n') + 1;
	}
	EXPECT_EQ(t, *line, 0);
}

static unsigned int depth, deepest;

static void complain(char c)
{
	if (++depth > deepest)
		deepest = depth;
	if (c == '\n')
		pr_debug("from inside the console");
	depth--;
}

static struct console complaining = { .name = "complaining", .write_char = complain };

/* A console whose own path logs: kept, not shown, and above all not entered again. */
TEST(pitfall_14_console_that_logs_is_not_entered_again)
{
	deepest = 0;
	register_console(&complaining);
	pr_info("anything");
	host_listen();
	host_heard();
	EXPECT_EQ(t, deepest, 1);
	EXPECT_TRUE(t, !console_busy());
}

static unsigned int lines_inside;

/* At most a hundred lines, so that a log that shows them all at once comes to an end. */
static void log_each_line(char c)
{
	if (c == '\n' && lines_inside < 100)
		pr_info("line %u from inside the console", ++lines_inside);
}

static struct console talkative = { .name = "talkative", .write_char = log_each_line };

/* Showing such a line at once would make the next one, for ever. */
TEST(pitfall_14_console_that_logs_comes_to_an_end)
{
	lines_inside = 0;
	register_console(&talkative);
	pr_info("anything");
	host_listen();
	host_heard();
	EXPECT_EQ(t, lines_inside, 1);
}
