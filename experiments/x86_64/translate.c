// SPDX-License-Identifier: MIT
/*
 * The counterpart of experiments/aarch64/translate.c for the monitor's walk command. x86 has no
 * instruction that returns a translation, so only a sentence is printed.
 */
#include <bootmap/printk.h>

#include <experiments/translate.h>

void show_translation(unsigned long va __attribute__((unused)))
{
	pr_info("  x86 has no instruction that would tell: only an access would");
}
