// SPDX-License-Identifier: MIT
#include <bootmap/cmdline.h>
#include <bootmap/compiler.h>
#include <bootmap/early_ioremap.h>
#include <bootmap/ioremap.h>
#include <bootmap/kstrtoul.h>
#include <bootmap/machine.h>
#include <bootmap/printk.h>
#include <string.h>

#define MAX_CMDLINE 1024

struct cmdline cmdline;
static char buffer[MAX_CMDLINE];

static void __init set_selftest(const char *value)
{
	cmdline.selftest = value ? value : "*";
}

static void __init set_bench(const char *value)
{
	cmdline.bench = value ? value : "*";
}

static void __init set_demo(const char *value __attribute__((unused)))
{
	cmdline.demo = true;
}

static void __init set_wait(const char *value __attribute__((unused)))
{
	cmdline.wait = true;
}

static void __init set_echo(const char *value __attribute__((unused)))
{
	cmdline.echo = true;
}

static void __init set_experiment(const char *value)
{
	cmdline.experiment = value ? value : "";
}

static void __init set_earlycon(const char *value)
{
	cmdline.earlycon = value;
}

static void __init parse_loglevel(const char *value)
{
	unsigned long level;

	if (!value || kstrtoul(value, &level) || level > LOG_DEBUG + 1)
		pr_warn("command line: loglevel wants a number from 0 to %d", LOG_DEBUG + 1);
	else
		set_loglevel(level);
}

static void __init forbid_blocks(const char *value __attribute__((unused)))
{
	ioremap_flags |= MAP_PAGES_ONLY;
}

static void __init set_early_ioremap_debug(const char *value __attribute__((unused)))
{
	early_ioremap_debug();
}

static void __init set_poweroff(const char *value __attribute__((unused)))
{
	cmdline.poweroff = true;
}

static void __init set_reboot(const char *value __attribute__((unused)))
{
	cmdline.reboot = true;
}

static const struct {
	const char *name;
	void (*set)(const char *value);
} words[] = {
	{ "selftest", set_selftest },
	{ "bench", set_bench },
	{ "demo", set_demo },
	{ "wait", set_wait },
	{ "echo", set_echo },
	{ "break", set_experiment },
	{ "earlycon", set_earlycon },
	{ "loglevel", parse_loglevel },
	{ "early_ioremap_debug", set_early_ioremap_debug },
	{ "nohugeiomap", forbid_blocks },
	{ "poweroff", set_poweroff },
	{ "reboot", set_reboot },
};

static void __init parse_word(char *word)
{
	char *value = strchr(word, '=');

	if (value)
		*value++ = '\0';
	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++) {
		if (!strcmp(word, words[i].name)) {
			words[i].set(value);
			return;
		}
	}
	if (!machine_option(word, value))
		pr_warn("command line: unknown word '%s' ignored", word);
}

void __init cmdline_parse(const char *args)
{
	char *word, *rest = buffer;

	if (!args)
		return;
	strncpy(buffer, args, sizeof(buffer) - 1);
	if (strlen(args) >= sizeof(buffer))
		pr_warn("command line: cut after %zu characters", sizeof(buffer) - 1);
	while ((word = strsep(&rest, " \t\n")))
		if (*word)
			parse_word(word);
}

bool glob_match(const char *pattern, const char *name)
{
	if (*pattern == '*')
		return glob_match(pattern + 1, name) || (*name && glob_match(pattern, name + 1));
	if (!*pattern || !*name)
		return *pattern == *name;
	return (*pattern == '?' || *pattern == *name) && glob_match(pattern + 1, name + 1);
}
