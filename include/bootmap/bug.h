/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BUG_H
#define BOOTMAP_BUG_H

#include <asm/bug.h>
#include <bootmap/compiler.h>

/**
 * panic() - print a message and stop the kernel
 * @fmt: one sentence that a student understands, printf style
 *
 * Prints the sentence and a backtrace. Records the sentence in boot_failure, because there may be
 * no console. Reports a failure by semihosting if that is available, else halts. Any context.
 */
void panic(const char *fmt, ...) __printf(1, 2) __noreturn;

/*
 * For errors of the program itself, not of its input. The exception carries no text; the report
 * names function and offset.
 */
#define BUG_ON(condition)                \
	do {                             \
		if (unlikely(condition)) \
			BUG();           \
	} while (0)

#endif
