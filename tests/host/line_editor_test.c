// SPDX-License-Identifier: MIT
/* Tests of the line editor, with a fake terminal whose screen is compared with the line. */
#include "host.h"

#include <monitor/line_editor.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 80
#define PROMPT	"> "
#define KEYS	200000

/* One line of a screen. Rows that were left, and what it could not do, are counted. */
static struct {
	char row[COLUMNS + 1];
	unsigned int column, feeds, bells, mistakes;
} screen;

static void clear_from(unsigned int column)
{
	memset(screen.row + column, ' ', COLUMNS - column);
	screen.row[COLUMNS] = '\0';
}

/* The sequences of ECMA-48 that the editor uses. Return: behind the sequence. */
static const char *obey(const char *sequence)
{
	char *end;
	unsigned long count = strtoul(sequence, &end, 10);

	if (*end == 'D' && count <= screen.column)
		screen.column -= count;
	else if (*end == 'K')
		clear_from(screen.column);
	else if (*end == 'H')
		screen.column = 0;
	else if (*end == 'J')
		clear_from(0);
	else
		screen.mistakes++;
	return end + 1;
}

static void show(const char *text)
{
	while (*text) {
		char c = *text++;

		if (c == '\033' && *text == '[') {
			text = obey(text + 1);
		} else if (c == '\r') {
			screen.column = 0;
		} else if (c == '\n') {
			screen.feeds++;
			clear_from(0);
		} else if (c == '\a') {
			screen.bells++;
		} else if (c < ' ' || screen.column == COLUMNS - 1) {
			screen.mistakes++;
		} else {
			screen.row[screen.column++] = c;
		}
	}
}

static const char *const commands[] = { "walk", "warm", "warmer", "dump" };

static const char *candidate(const char *before, unsigned int index)
{
	static const char *const things[] = { "yes", "no" };

	if (!*before)
		return index < 4 ? commands[index] : NULL;
	return !strcmp(before, "warm ") && index < 2 ? things[index] : NULL;
}

static struct line_editor editor = { .prompt = PROMPT, .write = show, .candidate = candidate };

static void begin(void)
{
	memset(&screen, 0, sizeof(screen));
	clear_from(0);
	line_editor_begin(&editor);
}

/* Types; the result is whether the last character completed the line. */
static bool type(const char *keys)
{
	bool complete = false;

	while (*keys)
		complete = line_editor_key(&editor, *keys++);
	return complete;
}

static void expect_line(struct test *t, const char *line, unsigned int cursor)
{
	char row[COLUMNS + 1];

	EXPECT_EQ(t, strcmp(editor.line, line), 0);
	EXPECT_EQ(t, editor.length, strlen(line));
	EXPECT_EQ(t, editor.cursor, cursor);
	snprintf(row, sizeof(row), "%-*s", COLUMNS, PROMPT);
	memcpy(row + strlen(PROMPT), line, strlen(line));
	EXPECT_EQ(t, strcmp(screen.row, row), 0);
	EXPECT_EQ(t, screen.column, strlen(PROMPT) + cursor);
	EXPECT_EQ(t, screen.mistakes, 0);
}

TEST(a_line_can_be_edited_anywhere)
{
	begin();
	type("wolk\002\002\002\033[3~a");
	expect_line(t, "walk", 2);
	type("\001x\005y");
	expect_line(t, "xwalky", 6);
	type("\177\033[H\004");
	expect_line(t, "walk", 0);
	type("\002\177\006\006\006\006\006\004");
	expect_line(t, "walk", 4);
	EXPECT_TRUE(t, type(" 0x12\r"));
	EXPECT_EQ(t, strcmp(editor.line, "walk 0x12"), 0);
}

TEST(parts_of_a_line_can_be_erased)
{
	begin();
	type("one two  three\027");
	expect_line(t, "one two  ", 9);
	type("\027");
	expect_line(t, "one ", 4);
	type("two\001\006\006\006\006\013");
	expect_line(t, "one ", 4);
	type("two\002\025");
	expect_line(t, "o", 0);
	type("\003");
	expect_line(t, "", 0);
	EXPECT_EQ(t, screen.feeds, 1);
}

TEST(lines_come_back_and_the_new_one_is_kept)
{
	begin();
	type("first\r");
	begin();
	type("second\r");
	begin();
	type("second\r"); /* twice in a row: remembered once */
	begin();
	type("new\033[A");
	expect_line(t, "second", 6);
	type("\033OA");
	expect_line(t, "first", 5);
	type("x\033[B");
	expect_line(t, "second", 6);
	type("\020");
	expect_line(t, "first", 5);
	type("\016\016\016\016");
	expect_line(t, "new", 3);
}

TEST(the_oldest_lines_are_forgotten)
{
	char line[16];

	for (int i = 0; i < 3 * HISTORY_LINES; i++) {
		begin();
		snprintf(line, sizeof(line), "%d\r", i);
		type(line);
	}
	begin();
	for (int i = 0; i < 2 * HISTORY_LINES; i++)
		type("\020");
	snprintf(line, sizeof(line), "%d", 2 * HISTORY_LINES + 1);
	expect_line(t, line, strlen(line));
}

TEST(tab_completes_as_far_as_candidates_agree)
{
	begin();
	type("d\t");
	expect_line(t, "dump ", 5);
	type("\025wa\t");
	expect_line(t, "wa", 2); /* walk, warm, warmer: listed */
	EXPECT_EQ(t, screen.feeds, 2);
	type("r\t");
	expect_line(t, "warm", 4);
	type(" y\t");
	expect_line(t, "warm yes ", 9);
	type("\025walk y\t");
	expect_line(t, "walk y", 6);
	EXPECT_EQ(t, screen.bells, 1);
}

TEST(what_has_no_room_rings_the_bell)
{
	char full[LINE_MAX_LENGTH + 1];

	memset(full, 'x', LINE_MAX_LENGTH);
	full[LINE_MAX_LENGTH] = '\0';
	begin();
	type(full);
	type("y\001z");
	expect_line(t, full, 0);
	EXPECT_EQ(t, screen.bells, 2);
}

TEST(unknown_keys_change_nothing)
{
	begin();
	type("a\033[1;5Cb\033[24~c\033xd\007\034\200\377e\033\033[Df");
	expect_line(t, "abcdfe", 5);
}

/* Any keys at all, in any order: the screen shows the line, and sanitizers see the rest. */
TEST(no_sequence_of_keys_confuses_the_editor)
{
	static const char *const keys[] = { "a",    "b",    " ",    "\t",     "\r",
					    "\001", "\002", "\004", "\005",   "\006",
					    "\010", "\013", "\014", "\016",   "\020",
					    "\025", "\027", "\177", "\033",   "[",
					    "3",    "~",    "walk", "\033[D", "\033[C" };
	char line[LINE_MAX_LENGTH + 1];

	srand(1);
	begin();
	for (int i = 0; i < KEYS && !t->failed; i++) {
		if (type(keys[rand() % ARRAY_SIZE(keys)]))
			begin();
		strcpy(line, editor.line);
		expect_line(t, line, editor.cursor);
	}
}
