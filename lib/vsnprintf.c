// SPDX-License-Identifier: MIT
/*
 * Text from a format, as <stdio.h> describes it. It knows the conversions %d %u %x %c %s %p %%, the
 * lengths l and z, the flags - and 0 (before unsigned numbers), a width, and a precision (of %s). The
 * functions of a C library know more, which makes them ten times as large, and use SIMD registers,
 * which must not be stored to unaligned addresses while the MMU is off.
 */
#include <bootmap/types.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DIGITS_MAX 21 /* of the lowest number of 64 bits, with its sign */

struct printer {
	char *next, *end;
	int length; /* of the whole text, as if there were room for all of it */
	const char *format;
	va_list args;
	/* What stands between % and the letter. */
	bool left, zeros, is_long;
	int width, precision;
};

static void put(struct printer *printer, char c)
{
	if (printer->next < printer->end)
		*printer->next++ = c;
	printer->length++;
}

static void put_field(struct printer *printer, const char *text, size_t length)
{
	int padding = printer->width - (int)length;

	for (; !printer->left && padding > 0; padding--)
		put(printer, printer->zeros ? '0' : ' ');
	while (length--)
		put(printer, *text++);
	while (padding-- > 0)
		put(printer, ' ');
}

static void put_number(struct printer *printer, unsigned long value, unsigned int base,
		       bool negative)
{
	char digits[DIGITS_MAX], *first = digits + DIGITS_MAX;

	do {
		*--first = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative)
		*--first = '-';
	put_field(printer, first, (size_t)(digits + DIGITS_MAX - first));
}

/* Return: true if @c is next in the format, which then goes on behind it. */
static bool accept(struct printer *printer, char c)
{
	if (*printer->format != c)
		return false;
	printer->format++;
	return true;
}

/* A number of the format, or the next argument if the format has a * there. */
static int read_number(struct printer *printer)
{
	int value = 0;

	if (accept(printer, '*'))
		return va_arg(printer->args, int);
	while (*printer->format >= '0' && *printer->format <= '9')
		value = 10 * value + *printer->format++ - '0';
	return value;
}

static void read_options(struct printer *printer)
{
	printer->left = accept(printer, '-');
	printer->zeros = accept(printer, '0');
	printer->width = read_number(printer);
	printer->precision = accept(printer, '.') ? read_number(printer) : INT_MAX;
	printer->is_long = accept(printer, 'l') || accept(printer, 'z');
}

/* An argument for %d is sign-extended. */
static unsigned long next_number(struct printer *printer, bool is_signed)
{
	if (printer->is_long)
		return va_arg(printer->args, unsigned long);
	return is_signed ? (unsigned long)va_arg(printer->args, int) :
			   va_arg(printer->args, unsigned int);
}

static void convert(struct printer *printer)
{
	char letter = *printer->format++;
	const char *text;
	unsigned long number;

	switch (letter) {
	case 'd':
		number = next_number(printer, true);
		put_number(printer, (long)number < 0 ? -number : number, 10, (long)number < 0);
		break;
	case 'u':
	case 'x':
		put_number(printer, next_number(printer, false), letter == 'x' ? 16 : 10, false);
		break;
	case 'p':
		put_field(printer, "0x", 2);
		put_number(printer, (unsigned long)va_arg(printer->args, void *), 16, false);
		break;
	case 's':
		text = va_arg(printer->args, const char *);
		put_field(printer, text, strnlen(text, (size_t)printer->precision));
		break;
	case 'c':
		letter = (char)va_arg(printer->args, int);
		put_field(printer, &letter, 1);
		break;
	default: /* a second %; the compiler refuses letters that mean nothing */
		put(printer, letter);
	}
}

int vsnprintf(char *buf, size_t size, const char *format, va_list args)
{
	struct printer printer = { .next = buf,
				   .end = buf + (size ? size - 1 : 0),
				   .format = format };

	va_copy(printer.args, args);
	while (*printer.format) {
		if (accept(&printer, '%')) {
			read_options(&printer);
			convert(&printer);
		} else {
			put(&printer, *printer.format++);
		}
	}
	va_end(printer.args);
	if (size)
		*printer.next = '\0';
	return printer.length;
}

int snprintf(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(buf, size, format, args);
	va_end(args);
	return length;
}
