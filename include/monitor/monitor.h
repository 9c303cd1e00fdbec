/* SPDX-License-Identifier: MIT */
/*
 * DOC: the monitor
 *
 * A prompt on the console, from which the kernel can be looked at, changed, and broken on
 * purpose. A command is a function; MONITOR_COMMAND() puts it into the image's list, from
 * which `help` and completion are made.
 */
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * struct monitor_command - something that can be typed
 * @name: the first word
 * @arguments: the others: CAPITALS stand for what people choose, [brackets] for what may be left out; NULL: none
 * @example: arguments that work on every machine; NULL: none
 * @what: it does, a few words for the list
 * @details: sentences for `help NAME`, NULL: there is no more to say
 * @show: does it, for a command without arguments; else
 * @run: does it; @argc words, the first is the name; behind the last one stands NULL.
 *	as many words as @arguments says. 0; -EINVAL after a line that says which makes no sense:
 *	the usage is shown; other errors were told already
 * @candidate: what the first argument could be, by index; NULL behind the last. NULL: anything
 */
struct monitor_command {
	const char *name;
	const char *arguments;
	const char *example;
	const char *what;
	const char *details;
	void (*show)(void);
	int (*run)(int argc, char **argv);
	const char *(*candidate)(unsigned int index);
};

/** MONITOR_COMMAND() - put a command into the image's list; then fields of struct monitor_command */
#define MONITOR_COMMAND(command, ...)                                                       \
	static const struct monitor_command monitor_command_##command __list_entry(         \
		"monitor_commands." #command, struct monitor_command) = { .name = #command, \
									  __VA_ARGS__ }

/* The list in alphabetical order, between bounds of linker.ld. */
extern const struct monitor_command __start_monitor_commands[], __stop_monitor_commands[];

#define for_each_command(command)                                              \
	for (const struct monitor_command *command = __start_monitor_commands; \
	     command < __stop_monitor_commands; command++)

/** run_monitor() - read commands from the console, and do them, until the machine is off */
void run_monitor(void) __noreturn;

/**
 * run_job() - do what boot would have done as a job
 * @job: the function
 * @pattern: what it is called with
 *
 * The slots of early_ioremap() are open for the while; what is not returned is named.
 * Return: what @job returned.
 */
int run_job(int (*job)(const char *pattern), const char *pattern);

/** find_command() - the command of this name, or NULL */
const struct monitor_command *find_command(const char *name);

/** command_name() - the name of command number @index; NULL behind the last */
const char *command_name(unsigned int index);

/** show_usage() - how a command is called */
void show_usage(const struct monitor_command *command);

/** show_words() - words below a title, as many in a line as there is room for */
void show_words(const char *title, const char *(*word)(unsigned int index));

/** show_memory_types() - what ioremap can be asked for, and what this architecture makes of it */
void show_memory_types(void);

/** bad_argument() - say that @word is no @what. Return: -EINVAL. */
int bad_argument(const char *word, const char *what);

/**
 * parse_number() - an argument that is a number
 * @word: decimal or hexadecimal with 0x; NULL if it was left out
 * @value: set to it
 * Return: 0, or -EINVAL after a line that says why; for NULL without one.
 */
int parse_number(const char *word, unsigned long *value);

/** parse_address() - the same for an address, which may be a symbol, or a symbol and an offset */
int parse_address(const char *word, unsigned long *va);

#endif
