// SPDX-License-Identifier: MIT
/* Debian builds libfdt with stack protection; these two names are what it expects. */
#include <bootmap/bug.h>
#include <bootmap/stack_protector.h>

unsigned long __stack_chk_guard = 0x595e9fbd94fda766;

void __stack_chk_fail(void)
{
	panic("a function of libfdt found its stack frame overwritten");
}
