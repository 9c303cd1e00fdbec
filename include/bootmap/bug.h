/* SPDX-License-Identifier: MIT */
#ifndef BOOTMAP_BUG_H
#define BOOTMAP_BUG_H

#include <asm/bug.h>
#include <bootmap/compiler.h>

/**
 * panic() - stop for good, saying why
 * @fmt: one sentence that a student understands, printf style
 *
 * Prints the sentence and a backtrace, records the sentence in boot_failure for
 * the case that there is no console, and ends the machine with a failure status
 * where a test harness listens, else halts. Any context.
 */
void panic(const char *fmt, ...) __printf(1, 2) __noreturn;

/*
 * A broken promise of the program itself, not of its input. The trap carries no
 * text: the report names function and offset.
 */
#define BUG_ON(condition)                \
	do {                             \
		if (unlikely(condition)) \
			BUG();           \
	} while (0)

#endif
