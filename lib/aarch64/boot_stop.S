/* SPDX-License-Identifier: MIT */
/*
 * The last code that a core executes when the kernel stops. Called by the boot code, by the
 * exception code, and by halt_core() in lib/halt.c.
 */
#include <asm/assembler.h>

	.text

/*
 * A core that failed, or that is not needed, waits here. The code is independent of its address, so
 * head.S may branch to it before the MMU is on.
 */
func boot_stop
	wfi
	b	boot_stop
endfunc boot_stop
