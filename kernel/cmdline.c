// SPDX-License-Identifier: MIT
/*
 * Splits the command line into words and stores what they ask for in struct cmdline. An option
 * with a value is registered with CMDLINE_OPTION(); flags without a value are in a table.
 * boot/ARCH/machine.c calls cmdline_parse() once, after firmware's data has become readable.
 */
#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ioremap.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/printk.h>
#include <string.h>

#define MAX_CMDLINE 2048 /* as Linux has it */

struct cmdline cmdline;
static char buffer[MAX_CMDLINE];

static void __init set_selftest(const char *value)
{
	cmdline.selftest = value ? value : "*";
}
CMDLINE_OPTION("selftest", set_selftest);

static void __init set_bench(const char *value)
{
	cmdline.bench = value ? value : "*";
}
CMDLINE_OPTION("bench", set_bench);

static void __init set_experiment(const char *value)
{
	cmdline.experiment = value ? value : "";
}
CMDLINE_OPTION("break", set_experiment);

/* Without a value, earlycon means the console that firmware names. */
static void __init set_earlycon(const char *value)
{
	cmdline.earlycon = value ? value : "";
}
CMDLINE_OPTION("earlycon", set_earlycon);

static void __init parse_loglevel(const char *value)
{
	unsigned long level;

	if (!value || kstrtoul(value, &level) || level > LOG_DEBUG + 1)
		pr_warn("command line: loglevel needs a number from 0 to %d", LOG_DEBUG + 1);
	else
		set_loglevel(level);
}
CMDLINE_OPTION("loglevel", parse_loglevel);

static void __init forbid_blocks(const char *value __attribute__((unused)))
{
	ioremap_flags |= MAP_PAGES_ONLY;
}
CMDLINE_OPTION("nohugeiomap", forbid_blocks);

static void __init set_early_ioremap_debug(const char *value __attribute__((unused)))
{
	early_ioremap_debug();
}
CMDLINE_OPTION("early_ioremap_debug", set_early_ioremap_debug);

/* As in Linux: words between commas, each known by its first letter. The last method counts. */
static char __init reboot_method(const char *word)
{
	char method = 0;

	for (; word; word = strchr(word, ',')) {
		word += *word == ',';
		if (*word && strchr("abekpt", *word) && strncmp(word, "panic_", 6))
			method = *word;
	}
	return method;
}

/* Alone, the word causes a restart. With a value it only selects the method of a later one. */
static void __init set_reboot(const char *value)
{
	if (value)
		cmdline.reboot_method = reboot_method(value);
	else
		cmdline.reboot = true;
}
CMDLINE_OPTION("reboot", set_reboot);

/* Words that take no value. */
static const struct {
	const char *name;
	bool *flag;
} flags[] = {
	{ "demo", &cmdline.demo },
	{ "wait", &cmdline.wait },
	{ "echo", &cmdline.echo },
	{ "poweroff", &cmdline.poweroff },
};

/* In a name, '-' and '_' are equal. */
static bool __init same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(strchr("-_", *a) && strchr("-_", *b)))
			return false;
	return *a == *b;
}

static void __init parse_word(const char *name, const char *value)
{
	for_each_cmdline_option(option)
		if (same_name(name, option->name)) {
			option->set(value);
			return;
		}
	for (unsigned int i = 0; i < ARRAY_SIZE(flags); i++)
		if (same_name(name, flags[i].name)) {
			if (value)
				pr_warn("command line: %s=%s ignored: %s takes no value", name,
					value, name);
			else
				*flags[i].flag = true;
			return;
		}
	pr_warn("command line: unknown word '%s' ignored", name);
}

static bool __init is_blank(char c)
{
	return c && strchr(" \t\n\v\f\r", c);
}

/* Removes double quotes around a text. */
static char __init *without_quotes(char *text, char *end)
{
	if (*text != '"')
		return text;
	if (end > text + 1 && end[-1] == '"')
		end[-1] = '\0';
	return text + 1;
}

/*
 * Splits off the first word, by Linux's rules: it may contain blanks between double quotes, and the
 * first '=' ends its name. Returns the text after the word.
 */
static char __init *next_word(char *text, char **name, char **value)
{
	bool quoted = false;
	char *end = text, *rest;

	*value = NULL;
	for (; *end && (quoted || !is_blank(*end)); end++) {
		quoted ^= *end == '"';
		if (*end == '=' && !*value)
			*value = end + 1;
	}
	rest = *end ? end + 1 : end;
	*end = '\0';
	*name = without_quotes(text, end);
	if (*value) {
		(*value)[-1] = '\0';
		*value = without_quotes(*value, end);
	}
	return rest;
}

/* Truncates between two words, because a part of a word could mean something else. */
static void __init copy_to_buffer(const char *args)
{
	size_t length = strlen(args);

	if (length >= sizeof(buffer)) {
		length = sizeof(buffer) - 1;
		while (length && !is_blank(args[length]))
			length--;
		pr_warn("command line: cut after %zu characters", length);
	}
	memcpy(buffer, args, length);
	buffer[length] = '\0';
}

void __init cmdline_parse(const char *args)
{
	char *rest = buffer, *name, *value;

	copy_to_buffer(args ? args : "");
	while (*rest) {
		if (is_blank(*rest)) {
			rest++;
			continue;
		}
		rest = next_word(rest, &name, &value);
		if (!value && !strcmp(name, "--"))
			break;
		parse_word(name, value);
	}
	if (*rest)
		pr_warn("command line: '%s' ignored: words after -- are for a first process, and there is none",
			rest);
}
