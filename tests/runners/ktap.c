// SPDX-License-Identifier: MIT
/* Runs the tests and prints the results as KTAP, version 1. */
#include <bootmap/printk.h>
#include <string.h>
#include <tests/glob.h>
#include <tests/test.h>

extern const struct test_case __start_test_cases[], __stop_test_cases[];

bool mapped_by_hand;

void test_expect(struct test *t, bool fulfilled, int line, const char *what, u64 left, u64 right)
{
	if (fulfilled)
		return;
	t->failed = true;
	pr_err("# line %d: 0x%lx %s 0x%lx does not hold", line, left, what, right);
}

void test_expect_eq(u64 left, u64 right, struct test *t, int line)
{
	test_expect(t, left == right, line, "==", left, right);
}

void test_expect_ne(u64 left, u64 right, struct test *t, int line)
{
	test_expect(t, left != right, line, "!=", left, right);
}

void test_expect_lt(u64 left, u64 right, struct test *t, int line)
{
	test_expect(t, left < right, line, "<", left, right);
}

void test_expect_true(bool condition, struct test *t, int line)
{
	test_expect(t, condition, line, "is true:", condition, true);
}

void test_expect_warning(struct test *t, int line, const char *words)
{
	unsigned int seen = log_count(LOG_WARN) - t->warnings_before;

	t->warnings_expected++;
	if (seen == t->warnings_expected && strstr(log_last_warning(), words))
		return;
	t->failed = true;
	pr_err("# line %d: expected warning %u with \"%s\"; %u so far, the last: %s", line,
	       t->warnings_expected, words, seen, log_last_warning());
	t->warnings_expected = seen;
}

static bool run(const struct test_case *test, unsigned int number)
{
	struct test t = { .warnings_before = log_count(LOG_WARN) };

	test->run(&t);
	if (log_count(LOG_WARN) - t.warnings_before != t.warnings_expected) {
		t.failed = true;
		pr_err("# a warning that the test did not expect: %s", log_last_warning());
	}
	if (t.skip && !t.failed)
		pr_info("ok %u %s # SKIP %s", number, test->name, t.skip);
	else
		printk(t.failed ? LOG_ERR : LOG_INFO, "%s %u %s", t.failed ? "not ok" : "ok",
		       number, test->name);
	return !t.failed;
}

const char *test_name(unsigned int index)
{
	const struct test_case *test = __start_test_cases + index;

	return test < __stop_test_cases ? test->name : NULL;
}

int run_tests(const char *pattern)
{
	unsigned int planned = 0, number = 0, passed = 0;
	const struct test_case *test;

	for (test = __start_test_cases; test < __stop_test_cases; test++)
		planned += glob_match(pattern, test->name);
	pr_info("KTAP version 1");
	pr_info("1..%u", planned);
	for (test = __start_test_cases; test < __stop_test_cases; test++)
		if (glob_match(pattern, test->name))
			passed += run(test, ++number);
	if (!planned)
		pr_err("# no test fits the pattern %s", pattern);
	pr_info("# selftest: %u of %u passed", passed, planned);
	return planned ? planned - passed : 1;
}
