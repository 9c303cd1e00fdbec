// SPDX-License-Identifier: MIT
/*
 * Edits one input line on a terminal: cursor movement, history, completion by Tab. It receives
 * keys one by one and writes escape sequences through a function pointer, so it needs no hardware
 * and is tested on the host. monitor/monitor.c is its only user.
 */
#include <bootmap/compiler.h>
#include <monitor/line_editor.h>
#include <stdio.h>
#include <string.h>

#define CTRL(letter) ((letter) - '@')
#define ESCAPE	     CTRL('[')
#define DELETE	     0x7f

#define COLUMNS	      78 /* two less than a terminal's, because blanks follow each word */
#define MATCHES_SHOWN 100

#define BELL	       "\a"
#define ERASE_LINE_END "\033[K"
#define CLEAR_SCREEN   "\033[H\033[2J"

void line_editor_redraw(const struct line_editor *editor)
{
	char back[16];

	editor->write("\r");
	editor->write(editor->prompt);
	editor->write(editor->line);
	editor->write(ERASE_LINE_END);
	if (editor->cursor == editor->length)
		return;
	snprintf(back, sizeof(back), "\033[%uD", editor->length - editor->cursor);
	editor->write(back);
}

static char *remembered(struct line_editor *editor, unsigned int number)
{
	return editor->history[number % HISTORY_LINES];
}

static void set_line(struct line_editor *editor, const char *line)
{
	editor->overflow = false;
	strcpy(editor->line, line);
	editor->length = editor->cursor = strlen(line);
}

void line_editor_begin(struct line_editor *editor)
{
	set_line(editor, "");
	editor->shown = editor->newest;
	line_editor_redraw(editor);
}

/* Replaces @count characters before the cursor by @text, as far as there is room. */
static void replace(struct line_editor *editor, unsigned int count, const char *text)
{
	unsigned int start = editor->cursor - count, added = strlen(text);
	char *at = editor->line + start;

	if (editor->length - count + added > LINE_MAX_LENGTH) {
		editor->write(BELL);
		return;
	}
	if (count) /* the user has erased something, so the line is what was intended */
		editor->overflow = false;
	memmove(at + added, at + count, editor->length - editor->cursor + 1);
	memcpy(at, text, added);
	editor->length += added - count;
	editor->cursor = start + added;
	/* A character at the end of the line, the usual case, needs no redrawing. */
	if (!count && editor->cursor == editor->length)
		editor->write(text);
	else
		line_editor_redraw(editor);
}

static void move_to(struct line_editor *editor, unsigned int cursor)
{
	if (cursor > editor->length)
		return;
	editor->cursor = cursor;
	line_editor_redraw(editor);
}

static void go_home(struct line_editor *editor)
{
	move_to(editor, 0);
}

static void go_to_end(struct line_editor *editor)
{
	move_to(editor, editor->length);
}

static void go_left(struct line_editor *editor)
{
	move_to(editor, editor->cursor - 1);
}

static void go_right(struct line_editor *editor)
{
	move_to(editor, editor->cursor + 1);
}

static void erase_before(struct line_editor *editor)
{
	if (editor->cursor)
		replace(editor, 1, "");
}

static void erase_at(struct line_editor *editor)
{
	if (editor->cursor == editor->length)
		return;
	editor->cursor++;
	replace(editor, 1, "");
}

static void erase_to_start(struct line_editor *editor)
{
	replace(editor, editor->cursor, "");
}

static void erase_to_end(struct line_editor *editor)
{
	editor->overflow = false;
	editor->length = editor->cursor;
	editor->line[editor->length] = '\0';
	line_editor_redraw(editor);
}

/* The start of the word before the cursor; blanks after the word are skipped. */
static unsigned int word_start(const struct line_editor *editor, bool over_blanks)
{
	unsigned int start = editor->cursor;

	while (over_blanks && start && editor->line[start - 1] == ' ')
		start--;
	while (start && editor->line[start - 1] != ' ')
		start--;
	return start;
}

static void erase_word(struct line_editor *editor)
{
	replace(editor, editor->cursor - word_start(editor, true), "");
}

static void clear_screen(struct line_editor *editor)
{
	editor->write(CLEAR_SCREEN);
	line_editor_redraw(editor);
}

static void abandon(struct line_editor *editor)
{
	editor->write("^C\r\n");
	line_editor_begin(editor);
}

/* Changes are stored only for the new line. Lines of the history do not change. */
static void show_remembered(struct line_editor *editor, unsigned int number)
{
	if (editor->newest - number >= HISTORY_LINES || number > editor->newest)
		return;
	if (editor->shown == editor->newest)
		strcpy(remembered(editor, editor->newest), editor->line);
	editor->shown = number;
	set_line(editor, remembered(editor, number));
	line_editor_redraw(editor);
}

static void show_older(struct line_editor *editor)
{
	if (editor->shown)
		show_remembered(editor, editor->shown - 1);
}

static void show_newer(struct line_editor *editor)
{
	show_remembered(editor, editor->shown + 1);
}

/* A line that is equal to the one before is not stored again. */
static void remember(struct line_editor *editor)
{
	const char *last = editor->newest ? remembered(editor, editor->newest - 1) : "";

	if (!editor->length || !strcmp(last, editor->line))
		return;
	strcpy(remembered(editor, editor->newest++), editor->line);
	remembered(editor, editor->newest)[0] = '\0';
}

static unsigned int common_length(const char *a, const char *b)
{
	unsigned int length = 0;

	while (a[length] && a[length] == b[length])
		length++;
	return length;
}

/* The next candidate that begins with the word; NULL after the last. */
static const char *next_match(struct line_editor *editor, unsigned int start, unsigned int *index)
{
	const char *candidate, *word = editor->line + start;
	char before[LINE_MAX_LENGTH + 1] = "";

	memcpy(before, editor->line, start);
	while ((candidate = editor->candidate(before, (*index)++)))
		if (!strncmp(candidate, word, editor->cursor - start))
			return candidate;
	return NULL;
}

/* Prints the candidates in rows of 80 columns. */
static void list_matches(struct line_editor *editor, unsigned int start, unsigned int matches)
{
	unsigned int index = 0, column = 0;
	const char *match;

	editor->write("\r\n");
	if (matches > MATCHES_SHOWN) {
		char count[64];

		snprintf(count, sizeof(count), "%u begin with this: type more", matches);
		editor->write(count);
	}
	while (matches <= MATCHES_SHOWN && (match = next_match(editor, start, &index))) {
		if (column && column + strlen(match) >= COLUMNS) {
			editor->write("\r\n");
			column = 0;
		}
		editor->write(match);
		editor->write("  ");
		column += strlen(match) + 2;
	}
	editor->write("\r\n");
	line_editor_redraw(editor);
}

/* Completes up to where the candidates differ. A single candidate is completed with a blank. */
static void complete(struct line_editor *editor)
{
	unsigned int start = word_start(editor, false), index = 0, agreed, matches = 1;
	const char *match = next_match(editor, start, &index);
	char first[LINE_MAX_LENGTH + 1], word[LINE_MAX_LENGTH + 1];

	if (!match) {
		editor->write(BELL);
		return;
	}
	snprintf(first, sizeof(first), "%s", match);
	for (agreed = strlen(first); (match = next_match(editor, start, &index)); matches++)
		if (common_length(first, match) < agreed)
			agreed = common_length(first, match);
	if (matches > 1 && agreed == editor->cursor - start) {
		list_matches(editor, start, matches);
		return;
	}
	snprintf(word, sizeof(word), "%.*s%s", (int)agreed, first, matches == 1 ? " " : "");
	replace(editor, editor->cursor - start, word);
}

static const struct {
	char key;
	void (*act)(struct line_editor *editor);
} keys[] = {
	{ CTRL('A'), go_home },	       { CTRL('B'), go_left },	  { CTRL('C'), abandon },
	{ CTRL('D'), erase_at },       { CTRL('E'), go_to_end },  { CTRL('F'), go_right },
	{ CTRL('H'), erase_before },   { CTRL('I'), complete },	  { CTRL('K'), erase_to_end },
	{ CTRL('L'), clear_screen },   { CTRL('N'), show_newer }, { CTRL('P'), show_older },
	{ CTRL('U'), erase_to_start }, { CTRL('W'), erase_word }, { DELETE, erase_before },
};

static void act_on(struct line_editor *editor, char key)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].key == key)
			keys[i].act(editor);
}

/*
 * Escape sequences of special keys, without the escape, and the control key with the same effect.
 */
static const struct {
	const char *sequence;
	char key;
} special_keys[] = {
	{ "[A", CTRL('P') },  { "[B", CTRL('N') },  { "[C", CTRL('F') },  { "[D", CTRL('B') },
	{ "[H", CTRL('A') },  { "[F", CTRL('E') },  { "OA", CTRL('P') },  { "OB", CTRL('N') },
	{ "OC", CTRL('F') },  { "OD", CTRL('B') },  { "OH", CTRL('A') },  { "OF", CTRL('E') },
	{ "[1~", CTRL('A') }, { "[3~", CTRL('D') }, { "[4~", CTRL('E') },
};

/* A sequence ends with a letter or a tilde. One that is too long is unknown, and ignored. */
static void go_on_with_sequence(struct line_editor *editor, char c)
{
	char *sequence = editor->sequence;
	bool introducer = editor->sequence_length == 1 && (c == '[' || c == 'O');

	if (editor->sequence_length < sizeof(editor->sequence)) {
		sequence[editor->sequence_length - 1] = c;
		sequence[editor->sequence_length] = '\0';
		editor->sequence_length++;
	}
	if (introducer || (c >= ' ' && c < '@'))
		return;
	editor->sequence_length = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(special_keys); i++)
		if (!strcmp(special_keys[i].sequence, sequence))
			act_on(editor, special_keys[i].key);
}

/* Return: whether the line contains all that was typed. */
static bool finish(struct line_editor *editor)
{
	bool whole = !editor->overflow;

	editor->write("\r\n");
	remember(editor);
	if (whole)
		return true;
	editor->write(
		"The line was too long, and was not run. The up key shows its beginning.\r\n");
	line_editor_begin(editor);
	return false;
}

static void insert(struct line_editor *editor, char c)
{
	bool full = editor->length == LINE_MAX_LENGTH;

	replace(editor, 0, (const char[]){ c, '\0' });
	editor->overflow |= full;
}

bool line_editor_key(struct line_editor *editor, char c)
{
	if (c == ESCAPE) {
		editor->sequence_length = 1;
	} else if (editor->sequence_length) {
		go_on_with_sequence(editor, c);
	} else if (c == '\r' || c == '\n') {
		return finish(editor);
	} else if (c >= ' ' && c < DELETE) {
		insert(editor, c);
	} else {
		act_on(editor, c);
	}
	return false;
}
