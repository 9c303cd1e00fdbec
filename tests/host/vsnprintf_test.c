// SPDX-License-Identifier: MIT
/* Tests of the kernel's snprintf() and vsnprintf(): they print what this machine's C library prints. */
#include "host.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The kernel's functions get names of their own here. */
#define vsnprintf kernel_vsnprintf
#define snprintf  kernel_snprintf
int kernel_vsnprintf(char *buf, size_t size, const char *format, va_list args);
int kernel_snprintf(char *buf, size_t size, const char *format, ...);
#include "../../lib/vsnprintf.c"
#undef vsnprintf
#undef snprintf

#define ROOM 80

/* Both functions, with room for all of the text, for a part, for the final zero, and for nothing. */
#define EXPECT_SAME(...)                                                                 \
	do {                                                                             \
		for (size_t room = 0; room <= ROOM; room = 2 * room + 1) {               \
			char expected[ROOM] = "before", found[ROOM] = "before";          \
			int length = snprintf(expected, room, __VA_ARGS__);              \
			EXPECT_EQ(t, kernel_snprintf(found, room, __VA_ARGS__), length); \
			EXPECT_EQ(t, memcmp(found, expected, ROOM), 0);                  \
		}                                                                        \
	} while (0)

TEST(printf_numbers)
{
	EXPECT_SAME("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
	EXPECT_SAME("%ld %ld", LONG_MAX, LONG_MIN);
	EXPECT_SAME("%u %x", UINT_MAX, UINT_MAX);
	EXPECT_SAME("%lu %lx %zu %zx", ULONG_MAX, ULONG_MAX, (size_t)-2, (size_t)0);
	EXPECT_SAME("%5d|%-5d|%5d", 42, -42, 1234567);
	EXPECT_SAME("%08x|%016lx|%02u|%0*lx", 0xbeef, 0xffff800040000000ul, 7, 12, 0xabcul);
	EXPECT_SAME("%10lu|%-10u|%3u|", 1ul, 2, 1000);
}

TEST(printf_text)
{
	EXPECT_SAME("%s%s", "", "two words");
	EXPECT_SAME("%5s|%-5s|%2s|", "abc", "abc", "abc");
	EXPECT_SAME("%.2s|%.*s|%.9s|%-6.1s|%*s", "abc", 1, "abc", "abc", "abc", 4, "x");
	EXPECT_SAME("%c%c%3c|%%|100%%", 'a', '\xff', 'b');
	EXPECT_SAME("no conversion");
}

/* A name in a table may have no zero at its end: the precision holds. */
TEST(printf_text_without_end)
{
	static const char four[4] = { 'A', 'P', 'I', 'C' };

	EXPECT_SAME("%.4s", four);
}

TEST(printf_pointer)
{
	EXPECT_SAME("at %p", (void *)t);
}
