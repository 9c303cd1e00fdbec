/* SPDX-License-Identifier: MIT */
#ifndef TESTS_GLOB_H
#define TESTS_GLOB_H

#include <bootmap/types.h>

/**
 * glob_match() - does a name fit a pattern?
 * @pattern: '*' stands for any run of characters, '?' for one
 * @name: the name
 */
bool glob_match(const char *pattern, const char *name);

#endif
