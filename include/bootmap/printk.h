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
 * The line is kept in the log whether or not a console exists yet. Any context,
 * also from inside a console: such a line is kept, not shown. Lines longer than
 * LOG_LINE_MAX are cut.
 */
void printk(enum loglevel level, const char *fmt, ...) __printf(2, 3);

#define LOG_LINE_MAX 256

/**
 * printable() - what a character becomes before a terminal gets it
 * @c: of a text that may come from firmware, a loader or a user
 * Return: itself, or something visible and harmless where a terminal would obey.
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
 * register_console() - show the log on a console
 * @console: stays registered for good; replaces an earlier one
 *
 * Prints what the log kept since boot and no console has shown yet.
 */
void register_console(struct console *console);

/**
 * unregister_console() - show the log no longer
 *
 * For a console that does not work. Nothing is lost: new lines are kept in the log.
 */
void unregister_console(void);

/**
 * console_write() - show text that is no log line
 * @text: as a terminal wants it: a new line is a carriage return and a line feed
 *
 * For interactive programs, such as the monitor. The text is not kept in the log.
 */
void console_write(const char *text);

/**
 * console_set_prompt() - a line on the console is being edited
 * @redraw: shows that line again; NULL: editing has ended
 *
 * Log lines then appear above it: it is erased before them, and shown again behind them.
 */
void console_set_prompt(void (*redraw)(void));

/** active_console() - the console that is registered, or NULL */
const struct console *active_console(void);

/** console_busy() - are we inside a console's write_char()? */
bool console_busy(void);

/** console_seize() - whoever shows lines was interrupted, and is not returned to */
void console_seize(void);

/**
 * set_loglevel() - choose what the console shows
 * @level: lines with a level below this are shown; 0 silences all
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
