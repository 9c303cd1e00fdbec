// SPDX-License-Identifier: MIT
/* Patterns that choose tests and benchmarks by name, as in selftest=PATTERN and bench=PATTERN. */
#include <tests/glob.h>

bool glob_match(const char *pattern, const char *name)
{
	if (*pattern == '*')
		return glob_match(pattern + 1, name) || (*name && glob_match(pattern, name + 1));
	if (!*pattern || !*name)
		return *pattern == *name;
	return (*pattern == '?' || *pattern == *name) && glob_match(pattern + 1, name + 1);
}
