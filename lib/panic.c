// SPDX-License-Identifier: MIT
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

void panic(const char *fmt, ...)
{
	va_list args;

	local_irq_disable();
	va_start(args, fmt);
	vsnprintf(boot_failure.text, sizeof(boot_failure.text), fmt, args);
	va_end(args);
	boot_failure.code = BOOT_FAIL_PANIC;

	pr_err("Kernel panic: %s", boot_failure.text);
	show_backtrace((unsigned long)__builtin_frame_address(0), CALLER_ADDRESS, 0);
	machine_halt(1);
}
