// SPDX-License-Identifier: MIT
/*
 * The place where code goes on after an exception that it expects. CATCH_TRAP() and SURVIVE_TRAP() note
 * there what they wait for; kernel/traps.c lets the exception return to trap_landing().
 */
#include <bootmap/traps.h>

struct trap *volatile trap_armed;
struct trap *volatile trap_survivor;

void trap_landing(void)
{
	struct trap *trap = trap_armed;

	trap_armed = NULL;
	longjmp(trap->env, 1);
}
