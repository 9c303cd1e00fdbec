// SPDX-License-Identifier: MIT
/*
 * The log. printk() puts each line into a ring buffer and shows it on the console when there is
 * one; a console that is registered later shows the earlier lines, too. Any code may call
 * printk(), also interrupt handlers.
 */
#include <bootmap/console.h>
#include <bootmap/irqflags.h>
#include <bootmap/printk.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CONSOLE_COLUMNS 80
#define CONSOLE_INDENT	"    "

#define LOG_SIZE (16 * 1024) /* a power of two: positions wrap by masking */
static_assert((LOG_SIZE & (LOG_SIZE - 1)) == 0, "LOG_SIZE");

/*
 * Every line since boot: a digit for its level, the text, a newline. Positions
 * only grow; the oldest lines are overwritten. Not cleared by head.S.
 */
static char log_buf[LOG_SIZE] __noinit;
static u64 log_end;
static u64 log_shown;

static unsigned int counts[LOG_DEBUG + 1];
static char last_warning[LOG_LINE_MAX];
static struct console *console;
static bool busy;
static int console_loglevel = LOG_DEBUG;
static void (*redraw_prompt)(void);

static char log_at(u64 position)
{
	return log_buf[position & (LOG_SIZE - 1)];
}

static void log_append(char c)
{
	log_buf[log_end++ & (LOG_SIZE - 1)] = c;
}

static void console_putc(char c)
{
	if (c == '\n')
		console->write_char('\r');
	console->write_char(c);
}

static void console_puts(const char *text)
{
	while (*text && console)
		console->write_char(*text++);
}

/* A character of more than one byte (UTF-8) has its column in the first. */
static unsigned int columns_of(char c)
{
	return (c & 0xc0) != 0x80;
}

/* Of the word at @position, with the blank behind it: that needs a column of the row, too. */
static unsigned int word_columns(u64 position)
{
	unsigned int columns = 0;
	char c;

	while ((c = log_at(position++)) != '\n') {
		columns += columns_of(c);
		if (c == ' ')
			break;
	}
	return columns;
}

/*
 * Position after the line that starts at @position; prints the line if @loud. What a terminal's row has
 * no room for goes on in the next row, from the word on that does not fit.
 */
static u64 log_walk_line(u64 position, bool loud)
{
	unsigned int column = 0;
	char c;

	position++; /* its level */
	do {
		c = log_at(position++);
		column += columns_of(c);
		if (loud && console)
			console_putc(c);
		if (c == ' ' && column + word_columns(position) > CONSOLE_COLUMNS) {
			column = strlen(CONSOLE_INDENT);
			if (loud)
				console_puts("\r\n" CONSOLE_INDENT);
		}
	} while (c != '\n');
	return position;
}

/* Only a caller that gets true may print lines, until it clears busy. */
static bool begin_showing(u64 *end)
{
	unsigned long flags;
	bool begun;

	local_irq_save(flags);
	begun = console && !busy;
	busy |= begun;
	*end = log_end;
	local_irq_restore(flags);
	return begun;
}

/*
 * Prints the lines that were logged and not printed yet. The console code may log a line itself,
 * and call this again. Such lines are printed by the next call. Otherwise a console that warns
 * about each character would never end.
 */
static void console_flush(void)
{
	u64 end;

	if (!begin_showing(&end))
		return;
	if (log_end - log_shown > LOG_SIZE) {
		log_shown = log_end - LOG_SIZE;
		while (log_at(log_shown++) != '\n')
			;
	}
	if (redraw_prompt)
		console_puts("\r\033[K");
	while (log_shown < end && console)
		log_shown = log_walk_line(log_shown, log_at(log_shown) - '0' < console_loglevel);
	busy = false;
	if (redraw_prompt)
		redraw_prompt();
}

void console_write(const char *text)
{
	u64 end;

	if (!begin_showing(&end))
		return;
	console_puts(text);
	busy = false;
	/* Lines that an interrupt handler has logged meanwhile. */
	if (log_shown < log_end)
		console_flush();
}

void console_set_prompt(void (*redraw)(void))
{
	redraw_prompt = redraw;
}

void printk(enum loglevel level, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	unsigned long flags;
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);

	/*
	 * Masked, so that a line of an interrupt handler does not get into the middle of this one.
	 */
	local_irq_save(flags);
	counts[level]++;
	if (level == LOG_WARN)
		strcpy(last_warning, line);
	log_append('0' + level);
	for (const char *p = line; *p; p++)
		log_append(printable(*p));
	log_append('\n');
	local_irq_restore(flags);
	console_flush();
}

void register_console(struct console *newcomer)
{
	console = newcomer;
	console_flush();
}

void unregister_console(void)
{
	console = NULL;
	busy = false;
}

const struct console *active_console(void)
{
	return console;
}

void console_seize(void)
{
	busy = false;
}

bool console_busy(void)
{
	return busy;
}

int set_loglevel(int level)
{
	int before = console_loglevel;

	console_loglevel = level;
	return before;
}

unsigned int log_count(enum loglevel level)
{
	return counts[level];
}

const char *log_last_warning(void)
{
	return last_warning;
}
