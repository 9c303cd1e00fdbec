// SPDX-License-Identifier: MIT
/* Where code goes on after an exception that it expects; kernel/ARCH/traps.c takes the exception. */
#include <bootmap/traps.h>

struct trap *volatile trap_armed;
struct trap *volatile trap_survivor;

void trap_landing(void)
{
	struct trap *trap = trap_armed;

	trap_armed = NULL;
	longjmp(trap->env, 1);
}
