// SPDX-License-Identifier: MIT
/* Tests of patterns and numbers, as the command line uses them. */
#include <bootmap/kstrtoul.h>
#include <errno.h>
#include <tests/glob.h>
#include <tests/test.h>

TEST(glob_match_whole_names)
{
	static const struct {
		const char *pattern, *name;
		bool fits;
	} cases[] = {
		{ "", "", true },	{ "", "a", false },	   { "a", "", false },
		{ "*", "", true },	{ "E?_*", "E7_x", true },  { "E?_*", "E17_x", false },
		{ "*b*", "abc", true }, { "a*c*", "abab", false }, { "**c", "abc", true },
		{ "ab", "abc", false }, { "?", "", false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		test_expect(t, glob_match(cases[i].pattern, cases[i].name) == cases[i].fits,
			    __LINE__, cases[i].pattern, i, cases[i].fits);
}

TEST(kstrtoul_takes_numbers_only)
{
	static const struct {
		const char *string;
		int err;
		unsigned long value;
	} cases[] = {
		{ "0", 0, 0 },
		{ "0x9000000", 0, 0x9000000 },
		{ "0XaBcDeF", 0, 0xabcdef },
		{ "010", 0, 10 },
		{ "18446744073709551615", 0, ~0UL },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "0x10000000000000000", -ERANGE, 0 },
		{ "", -EINVAL, 0 },
		{ "0x", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "a", -EINVAL, 0 },
		{ "0xg", -EINVAL, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long value = 0;
		int err = kstrtoul(cases[i].string, &value);

		test_expect(t, err == cases[i].err && (err || value == cases[i].value), __LINE__,
			    cases[i].string, value, err);
	}
}
