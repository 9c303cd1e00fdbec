// SPDX-License-Identifier: MIT
#include <bootmap/printk.h>

#include <asm/translate.h>

void show_translation(unsigned long va __attribute__((unused)))
{
	pr_info("  x86 has no instruction that would tell: only an access would");
}
