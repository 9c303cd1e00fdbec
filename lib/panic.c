// SPDX-License-Identifier: MIT
/*
 * panic(): an error after which the kernel cannot continue. The text is recorded in boot_failure,
 * which a debugger can read even when no console works. Then it is printed with a backtrace, and
 * the machine halts. Any code may call panic().
 */
#include <bootmap/backtrace.h>
#include <bootmap/boot_failure.h>
#include <bootmap/bug.h>
#include <bootmap/irqflags.h>
#include <bootmap/power.h>
#include <bootmap/printk.h>
#include <stdarg.h>
#include <stdio.h>

/* In .data: head.S writes to it before .bss is cleared. */
struct boot_failure boot_failure __section(".data");

void boot_failure_record(u64 code, u64 value, const char *text)
{
	const size_t last = sizeof(boot_failure.text) - 1;
	size_t length = 0;

	boot_failure.code = code;
	boot_failure.value = value;
	for (; length < last && text[length]; length++)
		boot_failure.text[length] = text[length];
	boot_failure.text[length] = '\0';
}

void panic(const char *fmt, ...)
{
	va_list args;

	local_irq_disable();
	boot_failure_record(BOOT_FAIL_PANIC, 0, fmt);
	va_start(args, fmt);
	vsnprintf(boot_failure.text, sizeof(boot_failure.text), fmt, args);
	va_end(args);
	for (char *c = boot_failure.text; *c; c++)
		*c = printable(*c);

	pr_err("Kernel panic: %s", boot_failure.text);
	show_backtrace((unsigned long)__builtin_frame_address(0), CALLER_ADDRESS, 0);
	machine_halt(1);
}
