/* SPDX-License-Identifier: MIT */
/*
 * DOC: line editor
 *
 * One line on a terminal that understands a few ECMA-48 sequences, with the keys of Emacs and
 * the cursor keys, a history and completion. A line never wraps: with its prompt it is shorter
 * than 80 columns.
 */
#ifndef MONITOR_LINE_EDITOR_H
#define MONITOR_LINE_EDITOR_H

#include <bootmap/types.h>

#define LINE_MAX_LENGTH 68
#define HISTORY_LINES	16 /* with the one that is being written */

/**
 * struct line_editor - a line, and the lines before it
 * @prompt: shown before it
 * @write: sends text to the terminal
 * @candidate: what could stand behind @before, which is empty or ends with a space: the
 *	@index'th word, valid until the next call; NULL behind the last
 * @line: what was written so far
 * @overflow: a character had no room in @line: as it stands it is not what was typed
 * @length: of @line
 * @cursor: where the next character goes
 * @sequence: an escape sequence on its way
 * @sequence_length: of @sequence; 0: there is none
 * @history: a ring of lines; @line, too, has its place in it
 * @newest: where @line goes; only grows
 * @shown: which line of the history is shown now
 */
struct line_editor {
	const char *prompt;
	void (*write)(const char *text);
	const char *(*candidate)(const char *before, unsigned int index);
	char line[LINE_MAX_LENGTH + 1];
	bool overflow;
	unsigned int length, cursor;
	char sequence[4];
	unsigned int sequence_length;
	char history[HISTORY_LINES][LINE_MAX_LENGTH + 1];
	unsigned int newest, shown;
};

/** line_editor_begin() - an empty line; the history stays */
void line_editor_begin(struct line_editor *editor);

/**
 * line_editor_key() - one character was typed
 * @editor: its line changes, and the terminal shows it
 * @c: the character
 * Return: whether the line is complete. It stays in @line until line_editor_begin(). One that
 * was too long never is: after a sentence it is in the history, as far as there was room.
 */
bool line_editor_key(struct line_editor *editor, char c);

/** line_editor_redraw() - show prompt and line again, from the terminal's first column on */
void line_editor_redraw(const struct line_editor *editor);

#endif
