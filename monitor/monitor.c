// SPDX-License-Identifier: MIT
#include <bootmap/boot.h>
#include <bootmap/console.h>
#include <bootmap/irqflags.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/ksyms.h>
#include <bootmap/ktime.h>
#include <bootmap/line_editor.h>
#include <bootmap/machine_state.h>
#include <bootmap/monitor.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <bootmap/traps.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_WORDS 8
#define CTRL_D	  4

int parse_number(const char *word, unsigned long *value)
{
	if (!word)
		return -EINVAL;
	if (!kstrtoul(word, value))
		return 0;
	pr_info("'%s' is no number: decimal, or hexadecimal with 0x", word);
	return -EINVAL;
}

/* A name that several static functions or variables have is no address. Return: 0 or -EINVAL. */
static int find_symbol(const char *name, unsigned long *va)
{
	unsigned long other;

	*va = ksym_address(name, 0);
	if (!*va)
		return -EINVAL;
	other = ksym_address(name, *va);
	if (!other)
		return 0;
	pr_info("there are several '%s': say which one by its address:", name);
	for (; other; *va = other, other = ksym_address(name, other))
		pr_info("  0x%lx", *va);
	pr_info("  0x%lx", *va);
	return -EAGAIN;
}

/* NAME, NAME+OFFSET or NAME-OFFSET */
static int parse_symbol(const char *word, unsigned long *va)
{
	char name[LINE_MAX_LENGTH + 1];
	unsigned long offset = 0;
	char *sign;
	int err;

	strcpy(name, word);
	sign = strpbrk(name, "+-");
	if (sign && kstrtoul(word + (sign - name) + 1, &offset))
		return -EINVAL;
	if (sign && *sign == '-')
		offset = -offset;
	if (sign)
		*sign = '\0';
	err = find_symbol(name, va);
	*va += offset;
	return err;
}

int parse_address(const char *word, unsigned long *va)
{
	int err;

	if (!word)
		return -EINVAL;
	if (!kstrtoul(word, va))
		return 0;
	err = parse_symbol(word, va);
	if (err == -EINVAL)
		pr_info("'%s' is neither a number (hexadecimal with 0x) nor the name of a function or variable",
			word);
	return err ? -EINVAL : 0;
}

static const struct monitor_command *find_command(const char *name)
{
	for_each_command(command)
		if (!strcmp(command->name, name))
			return command;
	return NULL;
}

static void show_usage(const struct monitor_command *command)
{
	pr_info("usage: %s %s", command->name, command->arguments ? command->arguments : "");
}

/* Its words, cut apart; too many are as wrong as too few. Return: how many, or -E2BIG. */
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

static int call(const struct monitor_command *command, int argc, char **argv)
{
	if (command->run)
		return command->run(argc, argv);
	if (argc > 1)
		return -EINVAL;
	command->show();
	return 0;
}

static void run_command(const struct monitor_command *command, int argc, char **argv)
{
	volatile int err = 0; /* volatile: it outlives a longjmp() */
	struct trap trap;

	if (SURVIVE_TRAP(&trap, err = call(command, argc, argv)))
		pr_info("monitor: this would have been the end of the kernel; the monitor goes on");
	if (err == -EINVAL)
		show_usage(command);
}

/* A fault that the command causes is reported, and survived. */
static void execute(char *line)
{
	char *words[MAX_WORDS + 1];
	int count = split(line, words);
	const struct monitor_command *command;

	if (!count)
		return;
	command = find_command(words[0]);
	if (!command)
		pr_info("there is no command '%s': try help", words[0]);
	else if (count < 0)
		show_usage(command);
	else
		run_command(command, count, words);
}

static const char *command_name(unsigned int index)
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

static struct line_editor editor = {
	.prompt = "bootmap> ",
	.write = console_write,
	.candidate = candidate,
};

static void redraw(void)
{
	line_editor_redraw(&editor);
}

/* A script that is read to its end, or somebody who leaves as one leaves a shell. */
static void __noreturn end_of_input(void)
{
	console_set_prompt(NULL);
	console_write("\r\n");
	machine_off(0);
}

/* Keys are handled with interrupts masked, because a handler's log line shows the prompt again. */
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
 * QEMU hands over what is typed into a recorded run, or a replayed one, only when the machine's
 * own time brings something about: so it does, a few times a second.
 */
#define HEARTBEAT (50 * NSEC_PER_MSEC)

static void beat(struct hrtimer *timer)
{
	hrtimer_start(timer, HEARTBEAT);
}

void run_monitor(void)
{
	static struct hrtimer heart = { .function = beat };

	hrtimer_start(&heart, HEARTBEAT);
	machine_state = MACHINE_LISTENS;
	pr_info("monitor: type help, or Ctrl-a x to leave QEMU");
	for (;;) {
		read_line();
		execute(editor.line);
	}
}

/* What can be typed as it stands; commands without arguments have none. */
static const char *example_of(const struct monitor_command *command)
{
	return command->example ? command->example : "";
}

static void show_list(void)
{
	char example[80];

	for_each_command(command) {
		snprintf(example, sizeof(example), "%s %s", command->name, example_of(command));
		pr_info("  %-30s %s", example, command->what);
	}
	pr_info("Tab completes, the cursor keys edit and go back; help NAME tells more.");
}

static int help_command(int argc, char **argv)
{
	const struct monitor_command *command = argc > 1 ? find_command(argv[1]) : NULL;

	if (argc > 2 || (argc > 1 && !command))
		return -EINVAL;
	if (!command) {
		show_list();
		return 0;
	}
	show_usage(command);
	pr_info("example: %s %s", command->name, example_of(command));
	pr_info("%s: %s", command->name, command->what);
	if (command->details)
		pr_info("%s", command->details);
	return 0;
}
MONITOR_COMMAND(help, .arguments = "[COMMAND]", .example = "walk", .run = help_command,
		.candidate = command_name, .what = "this list, or more about one command");
