/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_CMDLINE_H
#define BOOTMAP_CMDLINE_H

#include <bootmap/compiler.h>
#include <stdbool.h>

/**
 * struct cmdline - the options and jobs of the kernel command line
 * @selftest: pattern of tests to run, NULL: none
 * @bench: pattern of measurements to take, NULL: none
 * @demo: run the LED example
 * @wait: at the end, wait for the power button
 * @poweroff: at the end, switch the machine off instead of starting the monitor
 * @echo: repeat what is typed
 * @reboot: at the end, restart instead of switching off
 * @reboot_method: the letter of the method to restart that is tried first, 0: not given
 * @experiment: name of an experiment to run, NULL: none
 * @earlycon: description of the console, see earlycon_parse(); overrides firmware; "": the one that
 *	firmware names; NULL: not given
 * @console: the same by the older word; earlycon comes first
 */
struct cmdline {
	const char *selftest;
	const char *bench;
	bool demo;
	bool wait;
	bool poweroff;
	bool echo;
	bool reboot;
	char reboot_method;
	const char *experiment;
	const char *earlycon, *console;
};

extern struct cmdline cmdline;

/**
 * struct cmdline_option - a word of the command line
 * @name: the word
 * @set: receives the text after '=', NULL without one; a repeated word calls it again
 */
struct cmdline_option {
	const char *name;
	void (*set)(const char *value);
};

/** CMDLINE_OPTION() - register a word: its name, and the function that receives its value */
#define CMDLINE_OPTION(word, function)                                     \
	static const struct cmdline_option option_##function __list_entry( \
		"cmdline_options", struct cmdline_option) = { .name = word, .set = function }

/* The list, between symbols that linker.ld defines. */
extern const struct cmdline_option __start_cmdline_options[], __stop_cmdline_options[];

#define for_each_cmdline_option(option)                                     \
	for (const struct cmdline_option *option = __start_cmdline_options; \
	     option < __stop_cmdline_options; option++)

/**
 * cmdline_parse() - read the kernel command line
 * @args: the line, NULL: empty. Copied.
 *
 * Words: selftest[=PATTERN] bench[=PATTERN] demo echo wait break=NAME earlycon=KIND,ADDR
 * loglevel=N early_ioremap_debug nohugeiomap poweroff reboot, and those of other
 * CMDLINE_OPTION()s. An unknown word is ignored with a warning. As in Linux, a value in double
 * quotes may contain blanks, '-' and '_' in a name are the same, the last of several equal words
 * counts, and words after "--" are not for the kernel.
 */
void cmdline_parse(const char *args);

#endif
