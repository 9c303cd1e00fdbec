// SPDX-License-Identifier: MIT
/* Debian's libraries are compiled with stack protection, and need these two symbols. */
#include <bootmap/bug.h>
#include <bootmap/stack_protector.h>

unsigned long __stack_chk_guard = 0x595e9fbd94fda766;

void __stack_chk_fail(void)
{
	panic("a library function found its stack frame overwritten");
}
