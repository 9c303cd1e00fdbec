/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_PRINTK_H
#define BOOTMAP_PRINTK_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

enum loglevel { LOG_ERR = 3, LOG_WARN = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

struct console; /* see console.h */

/**
 * printk() - log one line
 * @level: its importance; the console shows levels below its loglevel
 * @fmt: the line without its newline
 *
 * The line is stored in the log even if there is no console yet. Any context. A line that the
 * console code itself logs is stored and printed later. Lines longer than LOG_LINE_MAX are
 * truncated.
 */
void printk(enum loglevel level, const char *fmt, ...) __printf(2, 3);

#define LOG_LINE_MAX 256

/**
 * printable() - make a character safe for a terminal
 * @c: of a text that may come from firmware, a loader or a user
 * Return: itself, or a harmless character in place of a control character.
 */
static inline char printable(char c)
{
	if (c == '\n')
		return ' ';
	return ((u8)c < ' ' && c != '\t') || c == '\x7f' ? '?' : c;
}

#define pr_err(...)   printk(LOG_ERR, __VA_ARGS__)
#define pr_warn(...)  printk(LOG_WARN, __VA_ARGS__)
#define pr_info(...)  printk(LOG_INFO, __VA_ARGS__)
#define pr_debug(...) printk(LOG_DEBUG, __VA_ARGS__)

/**
 * register_console() - print the log on a console
 * @console: must stay; replaces an earlier one
 *
 * Prints the lines that were logged since boot and not printed yet.
 */
void register_console(struct console *console);

/**
 * unregister_console() - stop printing the log
 *
 * For a console that does not work. New lines are still stored in the log.
 */
void unregister_console(void);

/**
 * console_write() - print text that is not a log line
 * @text: a new line is a carriage return and a line feed
 *
 * For interactive code, such as the monitor. The text is not stored in the log.
 */
void console_write(const char *text);

/**
 * console_set_prompt() - a line on the console is being edited
 * @redraw: prints that line again; NULL: editing has ended
 *
 * Log lines then appear above it: the edited line is erased before them, and printed again after.
 */
void console_set_prompt(void (*redraw)(void));

/** active_console() - the console that is registered, or NULL */
const struct console *active_console(void);

/** console_busy() - is a console's write_char() running? */
bool console_busy(void);

/** console_seize() - take the console from the interrupted code, which will not continue */
void console_seize(void);

/**
 * set_loglevel() - choose which lines the console prints
 * @level: lines with a level below this are printed; 0: none
 * Return: what was chosen before.
 */
int set_loglevel(int level);

/**
 * log_count() - how many lines of one level were logged since boot
 * @level: the level to count
 */
unsigned int log_count(enum loglevel level);

/** log_last_warning() - text of the newest LOG_WARN line, "" if there was none */
const char *log_last_warning(void);

#endif
