/* SPDX-License-Identifier: MIT */
/*
 * DOC: line editor
 *
 * Edits one line on a terminal, with the cursor keys, some keys of Emacs, a history and
 * completion. It uses a few ECMA-48 sequences. A line never wraps: with its prompt it is shorter
 * than 80 columns.
 */
#ifndef MONITOR_LINE_EDITOR_H
#define MONITOR_LINE_EDITOR_H

#include <bootmap/types.h>

#define LINE_MAX_LENGTH 68
#define HISTORY_LINES	16 /* with the one that is being written */

/**
 * struct line_editor - the line being edited, and the history
 * @prompt: shown before the line
 * @write: sends text to the terminal
 * @candidate: for completion: the @index'th word that can follow @before, which is empty or ends
 *	with a space; valid until the next call; NULL after the last
 * @line: the text so far
 * @overflow: a typed character had no room in @line
 * @length: of @line
 * @cursor: position of the next character
 * @sequence: an incomplete escape sequence
 * @sequence_length: of @sequence; 0: there is none
 * @history: a ring of lines, in which @line also has a place
 * @newest: the place of @line; only increases
 * @shown: the line of the history that is shown
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

/** line_editor_begin() - start an empty line; the history stays */
void line_editor_begin(struct line_editor *editor);

/**
 * line_editor_key() - process a typed character
 * @editor: its line and the terminal are updated
 * @c: the character
 * Return: whether the line is complete. It stays in @line until line_editor_begin(). A line that
 * was too long is never complete: a message is printed, and its beginning goes to the history.
 */
bool line_editor_key(struct line_editor *editor, char c);

/** line_editor_redraw() - show prompt and line again, from the terminal's first column on */
void line_editor_redraw(const struct line_editor *editor);

#endif
