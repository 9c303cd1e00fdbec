// SPDX-License-Identifier: MIT
/*
 * Turns the words of a command into numbers, addresses and symbols. A word that makes no sense is named
 * in a message. All commands with arguments call these functions.
 */
#include <bootmap/kstrtoul.h>
#include <bootmap/ksyms.h>
#include <bootmap/printk.h>
#include <errno.h>
#include <monitor/line_editor.h>
#include <monitor/monitor.h>
#include <string.h>

#define DIGITS	   "0123456789"
#define HEX_DIGITS DIGITS "abcdefABCDEF"
#define LONG_WORD  8 /* a number with so many digits was probably copied from hexadecimal output */

static bool consists_of(const char *word, const char *characters)
{
	return *word && !word[strspn(word, characters)];
}

/* Hexadecimal numbers begin with 0x. If the user has probably forgotten it, a hint is printed. */
static int read_number(const char *word, unsigned long *value)
{
	int err = kstrtoul(word, value);

	if (!err && consists_of(word, DIGITS) && strlen(word) >= LONG_WORD)
		pr_info("'%s' is decimal, 0x%lx; hexadecimal it would be 0x%s", word, *value, word);
	return err;
}

static void show_no_number(const char *word, const char *others)
{
	if (consists_of(word, HEX_DIGITS) && !consists_of(word, DIGITS))
		pr_info("'%s': a hexadecimal number begins with 0x: 0x%s", word, word);
	else
		pr_info("'%s' is not a number (hexadecimal with 0x)%s", word, others);
}

int bad_argument(const char *word, const char *what)
{
	pr_info("'%s' is not a valid %s", word, what);
	return -EINVAL;
}

int parse_number(const char *word, unsigned long *value)
{
	if (!word)
		return -EINVAL;
	if (!read_number(word, value))
		return 0;
	show_no_number(word, "");
	return -EINVAL;
}

/* If several static functions or variables have this name, there is no single address. */
static int find_symbol(const char *name, unsigned long *va)
{
	unsigned long other;

	*va = ksym_address(name, 0);
	if (!*va)
		return -ENOENT;
	other = ksym_address(name, *va);
	if (!other)
		return 0;
	pr_info("there are several '%s': use an address instead:", name);
	for (other = *va; other; other = ksym_address(name, other))
		pr_info("  0x%lx", other);
	return -EINVAL;
}

/* NAME, NAME+OFFSET or NAME-OFFSET. Return: -ENOENT if there is no such symbol. */
static int parse_symbol(const char *word, unsigned long *va)
{
	char name[LINE_MAX_LENGTH + 1];
	unsigned long offset = 0;
	char *sign;
	int err;

	strcpy(name, word);
	sign = strpbrk(name, "+-");
	if (sign && kstrtoul(word + (sign - name) + 1, &offset))
		return -ENOENT;
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
	if (!read_number(word, va))
		return 0;
	err = parse_symbol(word, va);
	if (err == -ENOENT)
		show_no_number(word, ", nor a symbol");
	return err ? -EINVAL : 0;
}
