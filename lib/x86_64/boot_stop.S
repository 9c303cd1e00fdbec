/* SPDX-License-Identifier: MIT */
/*
 * The last code that a core executes when the kernel stops. Called by the boot code, by the
 * exception code, and by halt_core() in lib/halt.c.
 */
#include <asm/assembler.h>

	.text
	.code64

/* A core that failed waits here. head.S uses it in 32-bit mode; the encodings are the same. */
func boot_stop
	cli
1:	hlt
	jmp	1b
endfunc boot_stop
