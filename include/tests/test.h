/* SPDX-License-Identifier: MIT */
/*
 * DOC: tests
 *
 * A test is a function; TEST() adds it to a list that the linker collects. The tests run in the
 * kernel (`selftest`). Tests that need no hardware also run on the host, with sanitizers. The
 * output is KTAP. A test fails if it causes a warning that it does not expect.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <bootmap/compiler.h>
#include <bootmap/traps.h>
#include <bootmap/types.h>

struct test {
	const char *skip; /* reason, if it does not apply here */
	bool failed;
	unsigned int warnings_expected;
	unsigned int warnings_before;
	struct trap trap;
};

struct test_case {
	const char *name;
	void (*run)(struct test *t);
};

#define TEST(test_name)                                                      \
	static void test_name(struct test *t);                               \
	static const struct test_case test_case_##test_name __list_entry(    \
		"test_cases", struct test_case) = { #test_name, test_name }; \
	static void test_name(struct test *t __attribute__((unused)))

/* In a test: skip it if this machine does not support what it tests. */
#define SKIP_UNLESS(t, condition, reason)   \
	do {                                \
		if (!(condition)) {         \
			(t)->skip = reason; \
			return;             \
		}                           \
	} while (0)

/* A statement of the specification that cannot be tested here, with the reason. */
#define TEST_SKIPPED(test_name, reason) \
	TEST(test_name)                 \
	{                               \
		t->skip = reason;       \
	}

void test_expect(struct test *t, bool fulfilled, int line, const char *what, u64 left, u64 right);
void test_expect_warning(struct test *t, int line, const char *words);

/*
 * The log names line and values, not the expressions: these would be a tenth of the image.
 * A function for each comparison, and the values first, because they often are what the call
 * before returned: there are hundreds of these.
 */
void test_expect_eq(u64 left, u64 right, struct test *t, int line);
void test_expect_ne(u64 left, u64 right, struct test *t, int line);
void test_expect_lt(u64 left, u64 right, struct test *t, int line);
void test_expect_true(bool condition, struct test *t, int line);

/* Evaluates left before right; the order in an argument list is not defined. */
#define EXPECT_(comparison, t, left, right)                           \
	do {                                                          \
		u64 left_ = (u64)(left), right_ = (u64)(right);       \
		test_expect_##comparison(left_, right_, t, __LINE__); \
	} while (0)

#define EXPECT_EQ(t, left, right) EXPECT_(eq, t, left, right)
#define EXPECT_NE(t, left, right) EXPECT_(ne, t, left, right)
#define EXPECT_LT(t, left, right) EXPECT_(lt, t, left, right)
#define EXPECT_TRUE(t, condition) test_expect_true(condition, t, __LINE__)

/* The statement must log exactly one more warning, and it must contain @words. */
#define EXPECT_WARNING(t, words) test_expect_warning(t, __LINE__, words)

/* The statement must end in a trap of this kind. */
#define EXPECT_TRAP(t, expected, statement) \
	EXPECT_EQ(t, CATCH_TRAP(&(t)->trap, statement), expected)

/**
 * run_tests() - run the tests of this image
 * @pattern: which of them, see glob_match()
 * Return: how many failed; a pattern that fits none counts as one failure.
 */
int run_tests(const char *pattern);

/* A device was mapped at the prompt: what audit finds then need not be the kernel's doing. */
extern bool mapped_by_hand;

/** test_name() - the name of test number @index; NULL after the last */
const char *test_name(unsigned int index);

#endif
