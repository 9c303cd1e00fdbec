// SPDX-License-Identifier: MIT
/*
 * Semihosting (Arm IHI 0064): a call to the debugger or emulator that runs this machine. It passes an
 * exit status. machine_off() and machine_halt() call it first; without a listener nothing happens.
 */
#include <bootmap/power.h>
#include <bootmap/traps.h>

#include <asm/semihosting.h>

#define SYS_EXIT_EXTENDED	     0x20
#define ADP_STOPPED_APPLICATION_EXIT 0x20026

void semihosting_exit(int status)
{
	u64 block[2] = { ADP_STOPPED_APPLICATION_EXIT, status };
	struct trap trap;

	/* Without a debugger or emulator that handles it, the call is an undefined instruction. */
	CATCH_TRAP(&trap, semihosting_call(SYS_EXIT_EXTENDED, block));
}
