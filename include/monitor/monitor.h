/* SPDX-License-Identifier: MIT */
/*
 * DOC: the monitor
 *
 * The monitor is a prompt on the console. Its commands examine the running kernel, change it, or
 * cause faults on purpose. A command is a function; MONITOR_COMMAND() adds it to a list that the
 * linker collects. `help` and the completion use this list.
 */
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

/**
 * struct monitor_command - a command
 * @name: the first word
 * @arguments: the other words: CAPITALS are values, [brackets] are optional parts; NULL: none
 * @example: arguments that work on every machine; NULL: none
 * @what: a short description for the list
 * @details: sentences for `help NAME`; NULL: none
 * @show: the function of a command without arguments; for other commands
 * @run: the function; @argc words, of which the first is the name, then NULL. Their number fits
 *	@arguments. Return: 0; -EINVAL after a message about an invalid word, then the usage is
 *	printed; other errors after a message
 * @candidate: possible first arguments, by index; NULL after the last. NULL: no completion
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

/** MONITOR_COMMAND() - register a command: its name, then fields of struct monitor_command */
#define MONITOR_COMMAND(command, ...)                                                       \
	static const struct monitor_command monitor_command_##command __list_entry(         \
		"monitor_commands." #command, struct monitor_command) = { .name = #command, \
									  __VA_ARGS__ }

/* The list in alphabetical order, between symbols that linker.ld defines. */
extern const struct monitor_command __start_monitor_commands[], __stop_monitor_commands[];

#define for_each_command(command)                                              \
	for (const struct monitor_command *command = __start_monitor_commands; \
	     command < __stop_monitor_commands; command++)

/** run_monitor() - read commands from the console and run them, until the machine is off */
void run_monitor(void) __noreturn;

/**
 * run_job() - run a job of the command line after boot
 * @job: the function
 * @pattern: its argument
 *
 * Opens the slots of early_ioremap() for the job, and reports those that it did not release.
 * Return: what @job returned.
 */
int run_job(int (*job)(const char *pattern), const char *pattern);

/** find_command() - the command of this name, or NULL */
const struct monitor_command *find_command(const char *name);

/** command_name() - the name of command number @index; NULL after the last */
const char *command_name(unsigned int index);

/** show_usage() - how a command is called */
void show_usage(const struct monitor_command *command);

/** show_words() - words below a title, as many in a line as there is room for */
void show_words(const char *title, const char *(*word)(unsigned int index));

/** show_memory_types() - print the memory types of ioremap, and their attributes in the tables */
void show_memory_types(void);

/** bad_argument() - print that @word is not a valid @what. Return: -EINVAL. */
int bad_argument(const char *word, const char *what);

/**
 * parse_number() - an argument that is a number
 * @word: decimal or hexadecimal with 0x; NULL if it is missing
 * @value: set to it
 * Return: 0, or -EINVAL after a message; for NULL without one.
 */
int parse_number(const char *word, unsigned long *value);

/** parse_address() - the same for an address, which may be a symbol, or a symbol and an offset */
int parse_address(const char *word, unsigned long *va);

#endif
