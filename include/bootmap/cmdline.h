/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_CMDLINE_H
#define BOOTMAP_CMDLINE_H

#include <bootmap/compiler.h>
#include <stdbool.h>

/**
 * struct cmdline - what the user asked for
 * @selftest: pattern of tests to run, NULL: none
 * @bench: pattern of measurements to take, NULL: none
 * @demo: run the LED example
 * @wait: in the end, wait for the power button
 * @poweroff: in the end, switch the machine off; else, unless there was a job, comes the monitor
 * @echo: repeat what is typed
 * @reboot: in the end, restart instead of switching off
 * @experiment: wrong thing to do on purpose, NULL: none
 * @earlycon: where the console is, see earlycon_parse(); overrides firmware; NULL: not given
 */
struct cmdline {
	const char *selftest;
	const char *bench;
	bool demo;
	bool wait;
	bool poweroff;
	bool echo;
	bool reboot;
	const char *experiment;
	const char *earlycon;
};

extern struct cmdline cmdline;

/**
 * struct cmdline_option - a word of the command line
 * @name: the word
 * @set: takes what stands behind '=', NULL if nothing does; a repeated word calls it again
 */
struct cmdline_option {
	const char *name;
	void (*set)(const char *value);
};

/** CMDLINE_OPTION() - put a word into the image's list: its name, and the function that takes it */
#define CMDLINE_OPTION(word, function)                                     \
	static const struct cmdline_option option_##function __list_entry( \
		"cmdline_options", struct cmdline_option) = { .name = word, .set = function }

/* The list, between bounds that the linker makes. */
extern const struct cmdline_option __start_cmdline_options[], __stop_cmdline_options[];

#define for_each_cmdline_option(option)                                     \
	for (const struct cmdline_option *option = __start_cmdline_options; \
	     option < __stop_cmdline_options; option++)

/**
 * cmdline_parse() - take over the words of the kernel command line
 * @args: the line, NULL: empty. Copied.
 *
 * Words: selftest[=PATTERN] bench[=PATTERN] demo echo wait break=NAME earlycon=KIND,ADDR
 * loglevel=N early_ioremap_debug nohugeiomap poweroff reboot, and those of
 * other CMDLINE_OPTION()s. Others are named in a warning and ignored. As in Linux, double quotes keep blanks in a value, '-'
 * and '_' in a name are the same, of words that are repeated the last one counts, and what stands
 * behind "--" is not for the kernel.
 */
void cmdline_parse(const char *args);

#endif
