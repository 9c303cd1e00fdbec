// SPDX-License-Identifier: MIT
/*
 * With the MMU off all data is Device-nGnRnE memory, and every access to that must be aligned
 * to its size (Arm ARM DDI 0487J.a, B2.7.2). The C library is compiled for memory that has a
 * cache: its vsnprintf() and snprintf() store SIMD registers, 16 bytes at a time, to addresses
 * that are multiples of 8. These two replace them. The rest of the library can be used, because it
 * copies byte by byte. This includes vfprintf(), which both versions call.
 */
#include <bootmap/compiler.h>
#include <bootmap/types.h>
#include <stdarg.h>
#include <stdio.h>

/* A stream into a buffer, which drops the characters that do not fit. */
struct string_stream {
	FILE file;
	char *next;
	size_t room; /* characters that fit, without the final NUL */
};

static int put_into_string(char c, FILE *file)
{
	struct string_stream *stream = container_of(file, struct string_stream, file);

	if (stream->room) {
		*stream->next++ = c;
		stream->room--;
	}
	return (unsigned char)c;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct string_stream stream = {
		.file = FDEV_SETUP_STREAM(put_into_string, NULL, NULL, _FDEV_SETUP_WRITE),
		.next = buf,
		.room = size ? size - 1 : 0,
	};
	int length = vfprintf(&stream.file, fmt, args);

	if (size)
		*stream.next = '\0';
	return length;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return length;
}
