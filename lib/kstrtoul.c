// SPDX-License-Identifier: MIT
/*
 * Converts text to a number, decimal or hexadecimal (0x…), and reports overflow. Called for the
 * command line, the earlycon= option and the monitor's arguments.
 */
#include <bootmap/kstrtoul.h>
#include <errno.h>

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' ^ 'A';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int kstrtoul(const char *string, unsigned long *value)
{
	int base = 10;

	if (string[0] == '0' && (string[1] == 'x' || string[1] == 'X')) {
		base = 16;
		string += 2;
	}
	if (!*string)
		return -EINVAL;
	for (*value = 0; *string; string++) {
		int next = digit(*string);

		if (next < 0 || next >= base)
			return -EINVAL;
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, next, value))
			return -ERANGE;
	}
	return 0;
}
