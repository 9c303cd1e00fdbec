// SPDX-License-Identifier: MIT
/*
 * The help command: lists all commands, explains one, or explains the reason words of refused
 * mappings and the memory types. monitor/monitor.c calls it like any other command.
 */
#include <bootmap/compiler.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <monitor/monitor.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *word, *means;
} reasons[] = {
	{ "size0", "a mapping of 0 bytes" },
	{ "wrap", "the range wraps around the end of the address space" },
	{ "phys-width", "the range ends after the last physical address of this CPU" },
	{ "ram", "at least a part of the range is RAM, which the linear map contains" },
	{ "mixed", "only a part of the range is RAM" },
	{ "alias", "the page is already mapped with another memory type" },
	{ "no-type", "this architecture has no such memory type" },
	{ "no-va", "no area of that size is free" },
	{ "no-table", "no page is free for a translation table" },
	{ "too-early", "ioremap() before vmalloc_init()" },
	{ "too-late", "early_ioremap() after boot" },
	{ "too-big", "more pages than a slot of early_ioremap() has" },
	{ "no-slot", "all slots of early_ioremap() are in use" },
	{ "unknown", "the address is not that of a mapping, or it was unmapped before" },
	{ "size-mismatch", "early_iounmap() with another size than early_ioremap()" },
};

static void show_reasons(void)
{
	pr_info("reason words of refused mappings:");
	for (unsigned int i = 0; i < ARRAY_SIZE(reasons); i++)
		pr_info("  %-14s %s", reasons[i].word, reasons[i].means);
}

static const struct {
	const char *name;
	void (*show)(void);
} topics[] = { { "reasons", show_reasons }, { "types", show_memory_types } };

/* Arguments that can be typed as they are; commands without arguments have none. */
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
	pr_info("Tab completes, the cursor keys edit and go back. help NAME tells more;");
	pr_info("help reasons: why a mapping is refused; help types: kinds of memory.");
}

static void show_command(const struct monitor_command *command)
{
	show_usage(command);
	pr_info("example: %s %s", command->name, example_of(command));
	pr_info("%s: %s", command->name, command->what);
	if (command->details)
		pr_info("%s", command->details);
}

static int help_command(int argc, char **argv)
{
	if (argc == 1) {
		show_list();
		return 0;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(topics); i++)
		if (!strcmp(topics[i].name, argv[1])) {
			topics[i].show();
			return 0;
		}
	if (!find_command(argv[1]))
		return bad_argument(argv[1], "command or topic (reasons, types)");
	show_command(find_command(argv[1]));
	return 0;
}

/* Commands, then topics. */
static const char *subject(unsigned int index)
{
	unsigned int commands = __stop_monitor_commands - __start_monitor_commands;

	if (index < commands)
		return command_name(index);
	return index - commands < ARRAY_SIZE(topics) ? topics[index - commands].name : NULL;
}
MONITOR_COMMAND(help, .arguments = "[COMMAND|reasons|types]", .example = "walk",
		.run = help_command, .candidate = subject,
		.what = "this list, or more about one command");
