// SPDX-License-Identifier: MIT
/*
 * The prompt: reads a line, splits it into words, finds the command of that name and runs it.
 * Commands are collected by the linker (MONITOR_COMMAND()). A fault in a command is caught and
 * reported, and the monitor continues. boot/main.c calls run_monitor() as its last step.
 */
#include <bootmap/boot.h>
#include <bootmap/console.h>
#include <bootmap/irqflags.h>
#include <bootmap/ktime.h>
#include <bootmap/machine_state.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <drivers/memory_picture.h>
#include <errno.h>
#include <monitor/line_editor.h>
#include <monitor/monitor.h>
#include <stdio.h>
#include <string.h>

#define MAX_WORDS 8
#define CTRL_D	  4

const struct monitor_command *find_command(const char *name)
{
	for_each_command(command)
		if (!strcmp(command->name, name))
			return command;
	return NULL;
}

void show_usage(const struct monitor_command *command)
{
	pr_info("usage: %s %s", command->name, command->arguments ? command->arguments : "");
}

/* Splits a line into words. Return: their number, or -E2BIG. */
static int split(char *line, char **words)
{
	int count = 0;

	for (char *word; (word = strsep(&line, " \t"));) {
		if (!*word)
			continue;
		if (count == MAX_WORDS)
			return -E2BIG;
		words[count++] = word;
	}
	words[count] = NULL;
	return count;
}

/* The name of argument number @number in the usage, without brackets; NULL after the last one. */
static const char *argument_name(const struct monitor_command *command, int number, char *name)
{
	const char *at = command->arguments ? command->arguments : "";

	while (number-- && *at)
		at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
	if (!*at)
		return NULL;
	at += *at == '[';
	snprintf(name, LINE_MAX_LENGTH + 1, "%.*s", (int)strcspn(at, " ]"), at);
	return name;
}

/* Number of required arguments: those before the first bracket. */
static int arguments_needed(const struct monitor_command *command)
{
	const char *at = command->arguments;
	int count = 0;

	for (; at && *at && *at != '['; count++)
		at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
	return count;
}

/* Return: 0, or -EINVAL after a message about a missing or an additional word. */
static int check_count(const struct monitor_command *command, int argc, char **argv)
{
	char name[LINE_MAX_LENGTH + 1];

	if (argc - 1 < arguments_needed(command)) {
		pr_info("%s: %s is missing", command->name, argument_name(command, argc - 1, name));
		return -EINVAL;
	}
	if (argc > 1 && !argument_name(command, argc - 2, name)) {
		pr_info("%s: '%s' is one argument too many", command->name, argv[argc - 1]);
		return -EINVAL;
	}
	return 0;
}

static int call(const struct monitor_command *command, int argc, char **argv)
{
	if (check_count(command, argc, argv))
		return -EINVAL;
	if (command->run)
		return command->run(argc, argv);
	command->show();
	return 0;
}

static void run_command(const struct monitor_command *command, int argc, char **argv)
{
	volatile int err = 0; /* volatile: used after a longjmp() */
	struct trap trap;

	if (SURVIVE_TRAP(&trap, err = call(command, argc, argv)))
		pr_info("monitor: without the monitor, the kernel would stop here");
	if (err == -EINVAL)
		show_usage(command);
	if (CONFIG_MMU && SURVIVE_TRAP(&trap, memory_picture_redraw()))
		memory_picture_end();
}

/* Runs a command. A fault in it is reported, and the monitor continues. */
static void execute(char *line)
{
	char *words[MAX_WORDS + 1];
	int count = split(line, words);
	const struct monitor_command *command;

	if (!count)
		return;
	command = find_command(words[0]);
	if (!command) {
		pr_info("there is no command '%s': try help", words[0]);
	} else if (count < 0) {
		pr_info("%s: more words than any command takes", words[0]);
		show_usage(command);
	} else {
		run_command(command, count, words);
	}
}

const char *command_name(unsigned int index)
{
	const struct monitor_command *command = __start_monitor_commands + index;

	return command < __stop_monitor_commands ? command->name : NULL;
}

/* See struct line_editor. */
static const char *candidate(const char *before, unsigned int index)
{
	char words[LINE_MAX_LENGTH + 1];
	const struct monitor_command *command;
	char *rest;

	strcpy(words, before + strspn(before, " "));
	if (!*words)
		return command_name(index);
	rest = words;
	command = find_command(strsep(&rest, " "));
	if (!command || !command->candidate || (rest && rest[strspn(rest, " ")]))
		return NULL;
	return command->candidate(index);
}

void show_words(const char *title, const char *(*word)(unsigned int index))
{
	char line[LINE_MAX_LENGTH + 1] = "";

	pr_info("%s", title);
	for (unsigned int i = 0; word(i); i++) {
		if (strlen(line) + strlen(word(i)) + 2 > LINE_MAX_LENGTH) {
			pr_info(" %s", line);
			line[0] = '\0';
		}
		strlcat(line, " ", sizeof(line));
		strlcat(line, word(i), sizeof(line));
	}
	pr_info(" %s", line);
}

static struct line_editor editor;

static void redraw(void)
{
	line_editor_redraw(&editor);
}

/* The end of a script, or Ctrl-D on an empty line. */
static void __noreturn end_of_input(void)
{
	console_set_prompt(NULL);
	console_write("\r\n");
	machine_off(0);
}

/* Keys are handled with interrupts masked, because a log line of a handler redraws the prompt. */
static void read_line(void)
{
	bool complete;

	line_editor_begin(&editor);
	console_set_prompt(redraw);
	do {
		int c = console_getchar();
		unsigned long flags;

		if (c == CTRL_D && !editor.length)
			end_of_input();
		local_irq_save(flags);
		complete = line_editor_key(&editor, c);
		if (complete)
			console_set_prompt(NULL);
		local_irq_restore(flags);
	} while (!complete);
}

/*
 * In a recorded or replayed run, QEMU passes typed characters on only when an event occurs in the
 * machine. So a timer expires a few times a second.
 */
#define HEARTBEAT (50 * NSEC_PER_MSEC)

static void beat(struct hrtimer *timer)
{
	hrtimer_start(timer, HEARTBEAT);
}

void run_monitor(void)
{
	static struct hrtimer heart = { .function = beat };

	editor.prompt = "bootmap> ";
	editor.write = console_write;
	editor.candidate = candidate;
	hrtimer_start(&heart, HEARTBEAT);
	machine_state = MACHINE_LISTENS;
	pr_info("monitor: type help, or Ctrl-a x to leave QEMU");
	for (;;) {
		read_line();
		execute(editor.line);
	}
}
