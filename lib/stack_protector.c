// SPDX-License-Identifier: MIT
/*
 * The two names that code compiled with stack protection needs. The kernel itself is compiled without,
 * but Debian compiles its libraries with it.
 */
#include <bootmap/bug.h>
#include <bootmap/stack_protector.h>

unsigned long __stack_chk_guard = 0x595e9fbd94fda766;

void __stack_chk_fail(void)
{
	panic("a library function found its stack frame overwritten");
}
